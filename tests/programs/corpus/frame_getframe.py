import sys
def a(): return b()
def b(): return c()
def c():
    f = sys._getframe()
    names = []
    while f:
        names.append((f.f_code.co_name, f.f_lineno))
        if f.f_code.co_name == "<module>": break
        f = f.f_back
    return names
print(a())
def who(depth=0): return sys._getframe(depth).f_code.co_name
def wrap(): return who(), who(1), [who(1) for _ in range(1)][-1] in ("wrap", "<listcomp>"), (lambda: who(1))()
print(wrap())
class K:
    name = who(1)
    def __init__(self): self.n = who(1), who(2)
print(K.name, K().n)
f = sys._getframe()
print(f.f_globals is globals(), f.f_locals is globals(), f.f_code.co_name, f.f_lineno, f.f_builtins["len"] is len, f.f_trace)
for bad in (lambda: sys._getframe("x"), lambda: sys._getframe(10**6)):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)
