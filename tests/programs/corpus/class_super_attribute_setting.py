class A:
    @property
    def x(self): return self._x
    @x.setter
    def x(self, value): self._x = value
    def __getitem__(self, key): return key


class B(A):
    @property
    def x(self): return super().x
    @x.setter
    def x(self, value): super(B, type(self)).x.fset(self, value * 2)
    def get(self):
        try:
            return super()[1]
        except TypeError as error:
            return str(error)
    def explicit(self): return super().__getitem__(1)
    def assign(self):
        super().y = 1


b = B()
b.x = 4
print(b.x, b.get(), b.explicit())
try:
    b.assign()
except AttributeError as error:
    print(error)
