class F:
    def __format__(self, spec): return f"<{spec}>"
    def __str__(self): return "str"
    def __repr__(self): return "repr"
f = F()
print(f"{f} {f:abc} {f!s} {f!r:>6} {f!s:{'<'}{5}}|", "{:x}".format(f), format(f, "y"))
class Bad:
    def __format__(self, spec): return 1
class Plain: pass
for call in (lambda: f"{Bad()}", lambda: f"{Plain():x}", lambda: f"{1:q}", lambda: f"{'a':d}", lambda: f"{undefined}", lambda: f"{[]:5}", lambda: f"{None:>5}"):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
class S(str):
    def __format__(self, spec): return "own"
    def __str__(self): return "str of S"
print(f"{S('x')}", f"{S('x')!s}", type(f"{S('a')!s}").__name__)
