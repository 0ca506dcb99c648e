"""A generator that is suspended and resumed, and what can be read of it in between."""

import inspect


def fibonacci():
    a, b = 0, 1
    while True:
        yield a + b
        a, b = b, a + b


numbers = fibonacci()
print("a generator object:", type(numbers), inspect.getgeneratorstate(numbers))
print("its frame, before the first instruction:", numbers.gi_frame.f_locals)

print(*[next(numbers) for _ in range(10)])

frame = numbers.gi_frame
print("suspended at line", frame.f_lineno, "with", frame.f_locals)
print("send() is next() with a value:", numbers.send("ignored by this generator"))

numbers.close()
print("closed:", inspect.getgeneratorstate(numbers), "its frame:", numbers.gi_frame)
