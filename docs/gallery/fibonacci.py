"""The article's generator: next() and send() link its frame into the chain, yield takes it out."""


def fibonacci():
    a, b = 0, 1
    while True:
        yield a + b
        a, b = b, a + b


numbers = fibonacci()
print(next(numbers))
print(next(numbers))
print(numbers.send("a value that this generator ignores"))
for number in numbers:
    print(number)
    if number > 20:
        break
