def f(n):
    fs = [lambda: (i, n) for i in range(3)]
    n += 1
    return [g() for g in fs]
print(f(10))
def outer():
    total = 0
    def add(x):
        nonlocal total
        total += x
        return total
    return [add(x) for x in range(4)], total
print(outer())
def cells():
    x = 1
    a = [x for x in [x, 2]]
    g = lambda: x
    return a, g()
print(cells())
def inner_cell():
    return [(lambda: x)() + x for x in range(3)], [[(lambda: (x, y))() for y in "ab"] for x in range(2)]
print(inner_cell())
