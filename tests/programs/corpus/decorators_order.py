def deco(name):
    print("make", name)
    def wrap(f):
        print("apply", name, f.__name__)
        def inner(*a): return (name, f(*a))
        inner.__name__ = f"{name}({f.__name__})"
        return inner
    return wrap
@deco("a")
@deco("b")
def f(x=print("default")): return x
print(f(1), f.__name__)
import functools
def wraps(f):
    @functools.wraps(f)
    def g(*args, **kwargs): return f(*args, **kwargs) * 2
    return g
@wraps
def h(x: int) -> int:
    "doc"
    return x
print(h(3), h.__name__, h.__doc__, h.__wrapped__(3), h.__annotations__ == {"x": int, "return": int})
@print
def printed(): pass
class C:
    @staticmethod
    @wraps
    def s(x): return x
    @classmethod
    @wraps
    def c(cls, x): return x
    @functools.cached_property
    def p(self): print("computed"); return 7
c = C()
print(C.s(2), C.c(4), c.p, c.p, printed)
