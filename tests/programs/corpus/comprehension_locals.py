# the comprehension's own locals differ between versions; engines agree
def f(a):
    return [sorted(locals()) for b in range(1)], sorted(locals())
print(f(1))
print(sorted(k for k in [sorted(locals()) for q in range(1)][0] if k in "fq"))
class C:
    names = [sorted(n for n in locals() if len(n) == 1) for z in range(1)]
print(C.names)
def g():
    return [eval("b", {"b": 1}) for b in range(1)], list(dir() for c in range(1))
print(g())
