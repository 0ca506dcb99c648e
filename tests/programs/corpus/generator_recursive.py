def walk(tree):
    if isinstance(tree, list):
        for sub in tree: yield from walk(sub)
    else:
        yield tree
print(list(walk([1, [2, [3, [4]], 5], []])))
def deep(n):
    if n: yield from deep(n - 1)
    yield n
print(sum(deep(150)), len(list(deep(100))))
def permutations(xs):
    if not xs: yield ()
    for i, x in enumerate(xs):
        for rest in permutations(xs[:i] + xs[i + 1:]): yield (x, *rest)
print(list(permutations("abc")))
def hanoi(n, a, b, c):
    if n:
        yield from hanoi(n - 1, a, c, b)
        yield a + c
        yield from hanoi(n - 1, b, a, c)
print(" ".join(hanoi(3, *"ABC")))
def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1
import itertools
print(list(itertools.islice(primes(), 10)))
