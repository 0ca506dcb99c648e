def f(a, /, b, *c, d, **e):
    x = 1
    def g(): return x, a
    return g
co = f.__code__
print(co.co_name, co.co_qualname, co.co_argcount, co.co_posonlyargcount, co.co_kwonlyargcount, co.co_varnames, co.co_cellvars, co.co_freevars, co.co_flags, co.co_firstlineno, co.co_names)
print(f(1, 2, d=3).__code__.co_freevars, co.replace(co_name="renamed").co_name)
f.__code__ = co.replace(co_name="renamed")
print(f.__name__, f(1, 2, d=3)())
import inspect, types
print(inspect.signature(f), inspect.getsource(f).splitlines()[0], inspect.isfunction(f), isinstance(f, types.FunctionType), type(f(1, 2, d=3)).__name__)
made = types.FunctionType((lambda q, r=1: (q, r)).__code__, globals(), "made", (7,))
print(made(1), made.__name__)
