class A:
    def m(self, x=0): return f"A{x}"


class B(A):
    def m(self, x=0):
        def inner(me): return super().m(1)
        return inner(self)
    def comprehension(self):
        try:
            return [super().m(i) for i in range(2)]
        except (TypeError, RuntimeError) as error:
            return type(error).__name__
    def generator(self):
        yield super().m(2)
        yield from (super(B, self).m(i) for i in range(2))
    def lambda_(self): return (lambda s: super().m(5))(self)
    def cell(self):
        def use(): return self
        return super().m(6), use() is self


b = B()
print(b.m(), b.comprehension(), list(b.generator()), b.lambda_(), b.cell())
