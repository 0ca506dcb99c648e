def f(a, b, *args, c=3, **kwargs):
    def g(): return a, b, args, c, kwargs
    a += 1
    args += (9,)
    kwargs["z"] = 1
    return g


print(f(1, 2)(), f(1, 2, 3, c=4, d=5)())
print(f.__code__.co_cellvars)
