def outer():
    x = 1
    def inner(a, b=2, *, c: int = 3) -> str:
        "Its docstring."
        return x
    return inner


f = outer()
print(f.__name__, f.__qualname__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__module__)
print(f.__annotations__, f.__code__.co_name, f.__globals__ is globals(), f.__dict__)
f.extra = 1
f.__name__ = "renamed"
f.__qualname__ = "elsewhere.renamed"
print(f.__dict__, f.__name__)
try:
    f(1, 2, 3)
except TypeError as error:
    print(error)
