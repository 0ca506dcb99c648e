def f(*args, **kwargs): return args, kwargs
def named(a, b=1): pass


class NotIterable: pass
class KeysOnly:
    def keys(self): return ["a", "b"]
    def __getitem__(self, key): return key * 2
class BadKeys:
    def keys(self): raise KeyError("from keys")
class Breaks:
    def __iter__(self): raise ValueError("from iter")


print(f(**KeysOnly()))
for call in (
    lambda: f(*1), lambda: f(**1), lambda: f(*NotIterable()), lambda: f(**NotIterable()),
    lambda: f(**{1: 2}), lambda: f(**{"a": 1}, **{"a": 2}), lambda: f(a=1, **{"a": 2}),
    lambda: named(**{"a": 1}, **{"a": 2}), lambda: f(**BadKeys()), lambda: f(*Breaks()),
    lambda: print(*1), lambda: print(**[("a", 1)]), lambda: dict(**{1: 2}), lambda: f(0, *1, k=2),
    lambda: f(*[1], *None), lambda: named(1, *3, **{}), lambda: f(**None), lambda: len(*[1], **{}),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
