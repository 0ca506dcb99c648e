def f(x):
    class C:
        x = x if False else "class x"
        y = [x for _ in range(1)]
        def get(self): return x
    return C
try:
    print(f("outer")().get(), f("outer").y)
except NameError as error:
    print(error)


def g(x):
    class C:
        seen = x
        def method(self): return x
    x = "changed"
    return C
c = g("first")
print(c.seen, c().method())
