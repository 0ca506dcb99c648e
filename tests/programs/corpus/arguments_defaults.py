def f(a, b=[], *, c={}):
    b.append(a)
    c[a] = len(b)
    return b, c


print(f(1), f(2), f(3, []), f(4, c={}))
print(f.__defaults__, f.__kwdefaults__)
f.__defaults__ = ("changed", [9])
f.__kwdefaults__ = {"c": {}}
print(f())
f.__defaults__ = None
f.__kwdefaults__ = None
try:
    f(1)
except TypeError as error:
    print(error)
counter = iter(range(10))
def order(a=next(counter), b=next(counter), *, c=next(counter), d=next(counter)): return a, b, c, d
print(order(), order(b=7))
