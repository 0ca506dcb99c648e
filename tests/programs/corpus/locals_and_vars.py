def f(a, b=2, *c, **d):
    e = 5
    before = sorted(locals())
    inner = lambda: a
    del b
    after = sorted(locals())
    return before, after, sorted(vars()), sorted(dir()), locals()["a"]
print(f(1))
def g():
    x = 1
    l = locals()
    l["x"] = 99
    l["new"] = 1
    return x, "new" in locals()
print(g())
def h():
    y = 1
    def inner(): return sorted(locals()), y
    return inner(), sorted(locals())
print(h())
class C:
    a = 1
    print(sorted(k for k in locals() if not k.startswith("__")), locals()["__qualname__"])
    locals()["injected"] = 2
print(C.injected, vars(C)["a"])
print(locals() is globals(), vars() is globals(), "f" in dir())
globals()["made"] = 3
print(made)
def gen():
    z = 1
    yield sorted(locals())
    z = w = 2
    yield locals()
print(list(gen()))
