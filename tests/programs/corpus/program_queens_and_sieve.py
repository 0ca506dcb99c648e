def queens(n, row=0, cols=(), d1=(), d2=()):
    if row == n:
        yield cols
        return
    for c in range(n):
        if c not in cols and row + c not in d1 and row - c not in d2:
            yield from queens(n, row + 1, (*cols, c), (*d1, row + c), (*d2, row - c))
print(next(queens(6)), len(list(queens(5))))
def sieve():
    composites = {}
    n = 2
    while True:
        if n not in composites:
            yield n
            composites[n * n] = [n]
        else:
            for p in composites.pop(n): composites.setdefault(p + n, []).append(p)
        n += 1
g = sieve()
print([next(g) for _ in range(20)])
