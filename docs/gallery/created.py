"""A generator object: calling the function runs none of its lines."""

import inspect


def fibonacci():
    print("the first line runs")
    a, b = 0, 1
    while True:
        yield a + b
        a, b = b, a + b


numbers = fibonacci()
print(inspect.getgeneratorstate(numbers))
print(next(numbers))
