f = lambda a, /, b=2, *rest, c, d=4, **more: (a, b, rest, c, d, more)
print(f(1, c=3), f(1, 2, 3, c=4, e=5))
print(f.__name__, f.__qualname__, f.__code__.co_varnames, f.__kwdefaults__)
try:
    f(1)
except TypeError as error:
    print(error)
