import functools


class C:
    def method(self, *args, **kwargs): return type(self).__name__, args, kwargs
    @classmethod
    def of(cls, *args): return cls.__name__, args
    @staticmethod
    def plain(*args): return args
    partial = functools.partialmethod(method, 1, k=2)
    def __call__(self, x): return "called", x


c = C()
print(c.method(1, k=2), c.of(1), C.of(2), c.plain(3), C.plain(4), c.partial(5), c(6))
bound = c.method
print(bound(7), bound.__func__ is C.method, bound.__self__ is c, bound == c.method)
print(functools.partial(c.method, 1, a=2)(3, b=4))
print(list(map(c.of, "ab")), sorted("bA", key=str.lower), functools.reduce(lambda a, b: a * 10 + b, [1, 2, 3]))
