class V:
    def __init__(self, *a): self.a = a
    def __repr__(self): return f"V{self.a}"
    def __add__(self, o): return NotImplemented if o == 0 else V("add", o)
    def __radd__(self, o): return V("radd", o)
    def __iadd__(self, o): return V("iadd", o)
    def __matmul__(self, o): return V("matmul", o)
    def __rmatmul__(self, o): return V("rmatmul", o)
    def __imatmul__(self, o): return V("imatmul", o)
    def __neg__(self): return V("neg")
    def __pos__(self): return V("pos")
    def __invert__(self): return V("inv")
    def __abs__(self): return V("abs")
    def __divmod__(self, o): return V("divmod")
    def __pow__(self, o, m=None): return V("pow", o, m)
    def __round__(self, n=None): return V("round", n)
    def __int__(self): return 5
    def __index__(self): return 1
    def __bool__(self): print("bool"); return False
    def __len__(self): return 7
    def __hash__(self): return 3
    def __complex__(self): return 2j
    def __format__(self, spec): return f"formatted {spec!r}"


v = V()
print(v + 1, 1 + v, v @ 2, 2 @ v, -v, +v, ~v, abs(v), divmod(v, 2), v ** 2, pow(v, 2, 3), round(v), round(v, 2))
w = v
w += 1; print(w)
w @= 2; print(w)
print(int(v), [10, 20][v], bool(v), not v, v and 1, v or 2, len(v), hash(v), complex(v), f"{v:>3}", format(v))
try:
    v + 0
except TypeError as error:
    print(error)
for source in ("v - 1", "1 - v", "v -= 1", "v < 1", "v << 2", "v[0]", "v()", "v.x", "v[0] = 1", "del v[0]", "1 in v"):
    try:
        exec(source)
    except Exception as error:
        print(type(error).__name__, error)
