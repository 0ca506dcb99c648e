class L:
    def __add__(self, o): print("L.add"); return NotImplemented
    def __eq__(self, o): print("L.eq"); return NotImplemented
    def __lt__(self, o): print("L.lt"); return NotImplemented
class R:
    def __radd__(self, o): print("R.radd"); return "R"
    def __eq__(self, o): print("R.eq"); return True
    def __gt__(self, o): print("R.gt"); return True
class Sub(L):
    def __radd__(self, o): print("Sub.radd"); return "Sub"
print(L() + R(), L() == R(), L() < R(), L() + Sub())
for f in (lambda: L() + 1, lambda: L() < 1, lambda: L() + L(), lambda: [1] + (1,), lambda: 1 + "a", lambda: "a" + 1, lambda: {} | 1, lambda: 3 @ 4, lambda: "a" - "b", lambda: None + 1, lambda: print >> 5):
    try:
        print(f())
    except TypeError as e:
        print(e)
