def f(x):
    g = lambda: f"{x} {(lambda: x)()} {[x for _ in range(2)]}"
    x += 1
    return g()
print(f(1))
class C:
    v = 5
    text = f"{v} {__qualname__}"
    def m(self): return f"{self.v=} {__class__.__name__}"
print(C.text, C().m())
