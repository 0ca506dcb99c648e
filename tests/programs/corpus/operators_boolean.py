def t(x): print("t", x); return x
print(t(1) and t(2), t(0) and t(2), t(0) or t(""), t([]) or t("x") and t(3), not t(0) or t(5))
print(t(1) if t(0) else t(2), (t(1) or t(2)) and t(3), not (t(0) or t(0)))
x = t(0) or t(None) or t("last")
print(x, [] and 1, 1 and [], "" or 0 or None or {}, all([]), any([]))
class B:
    def __bool__(self): return 5
try: not B()
except TypeError as e: print(e)
class L:
    def __len__(self): return -1
try: bool(L())
except ValueError as e: print(e)
def f(a, b, c): return (a and b) or (not c and a) or (b if c else a)
print([f(a, b, c) for a in (0, 1) for b in (0, 2) for c in (0, 3)])
if (x := 5) > 3 and not (y := 0) or 1: print(x, y)
