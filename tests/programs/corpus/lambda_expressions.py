f = lambda: None
g = lambda x, *a, y=2, **k: (x, a, y, k)
print(f(), g(1, 2, y=3, z=4), (lambda *a: a)(1, 2), (lambda x: lambda y: x + y)(1)(2), [h(3) for h in (lambda x: x, lambda x: -x)])
print(f.__name__, f.__qualname__, (lambda: (yield))().__class__.__name__, sorted("bca", key=lambda c: -ord(c)))
Y = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
print(Y(lambda self: lambda n: 1 if n < 2 else n * self(n - 1))(6))
d = {"add": lambda a, b: a + b, "neg": lambda a: -a}
print(d["add"](1, 2), d["neg"](3), (lambda x=(lambda: 5)(): x)())
(lambda: 1 / 0)()
