class A:
    def __init__(self): self.log = ["A"]
    def m(self): return "A.m"
    @classmethod
    def c(cls): return "A.c " + cls.__name__
    @property
    def p(self): return "A.p"
    value = "A.value"


class B(A):
    def __init__(self):
        super().__init__()
        self.log.append("B")
    def m(self): return super().m() + " B.m"
    @classmethod
    def c(cls): return super().c() + " B.c"
    @property
    def p(self): return super().p + " B.p"
    def v(self): return super().value


class C(B):
    def m(self): return super().m() + " C.m"
    def n(self): return super(B, self).m()
print(C().log, C().m(), C.c(), C().p, C().n(), C().v())
