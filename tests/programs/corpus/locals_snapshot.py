# the rules changed with PEP 667; engines agree
def f():
    x = 1
    first = locals()
    x = 2
    second = locals()
    return first is second, first["x"], second["x"]
print(f())
import sys
def g():
    x = 1
    frame = sys._getframe()
    l = frame.f_locals
    x = 2
    try:
        l["x"] = 10
        l["extra"] = 1
    except Exception as error:
        print(error)
    return x, frame.f_locals["x"], "extra" in frame.f_locals
print(g())
def outer():
    v = "outer"
    def inner():
        sys._getframe(1).f_locals["v"]
        return sys._getframe(1).f_locals["v"]
    a = inner()
    v = "changed"
    return a, inner()
print(outer())
