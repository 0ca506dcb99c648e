"""fib(20) by plain recursion, n times: what a call costs."""

SIZES = {"full": 8, "small": 1, "tiny": 0}
RESULTS = {8: 54120, 1: 6765, 0: 21}


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def main(n):
    if n == 0:
        return fib(8)
    total = 0
    for _ in range(n):
        total += fib(20)
    return total
