"""A generator that is resumed many times, by `for` and by `send`: what a resume costs."""

SIZES = {"full": 60000, "small": 5000, "tiny": 50}
RESULTS = {60000: 2099950000, 5000: 14580000, 50: 1425}


def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def averages():
    total = 0
    seen = 0
    value = yield
    while True:
        total += value
        seen += 1
        value = yield total // seen


def main(n):
    average = averages()
    next(average)
    total = 0
    for value in count(n):
        total += value
        if value % 3 == 0:
            total += average.send(value)
    return total
