def f(*args, **kwargs): return args, kwargs
def g(a, b=2, *args, c, d=4, **kwargs): return a, b, args, c, d, kwargs


print(f(), f(1), f(x=1), f(*[1, 2], 3, *(4,), **{"a": 1}, b=2, **{"c": 3}))
print(g(1, c=3), g(1, 2, 3, 4, c=5, e=6), g(*"ab", *"cd", **dict(c=1, z=2)))
print(g(c=1, a=2), g(*[], *[1], c=0))
args, kwargs = f(1, a=2)
args_type, kwargs_type = type(args), type(kwargs)
print(args_type, kwargs_type)
given = {"k": 1}
_, received = f(**given)
received["k"] = 2
print(given)
