def n(x):
    print("eval", x)
    return x
print(n(1) < n(2) < n(3), n(3) < n(2) < n(1))
print(1 < 2 > 1 <= 1 == 1 != 2 in [2] not in [[3]], 1 is 1 is not None)
x = None
print(x is None, x is not None, not x is None, 1 in (1, 2), "b" not in "abc", [] is [], () == [])
class NoBool:
    def __lt__(self, o): return self
    def __bool__(self): raise ValueError("bool")
try: NoBool() < NoBool() < NoBool()
except ValueError as e: print(e)
print(NoBool() < 1 or True if 0 else 'no bool asked')
print(float("nan") == float("nan"), [float("nan")] != [], (nan := float("nan")) in [nan])
