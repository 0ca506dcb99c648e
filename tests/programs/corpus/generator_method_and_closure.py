class Tree:
    def __init__(self, v, *kids): self.v, self.kids = v, kids
    def __iter__(self):
        yield self.v
        for k in self.kids: yield from k
    @classmethod
    def of(cls, *vs):
        for v in vs: yield cls(v)
    @staticmethod
    def st(): yield "static"
    @property
    def gen(self): yield "property"
    def __call__(self): yield "called"
    def __getitem__(self, i): yield i
t = Tree(1, Tree(2, Tree(3)), Tree(4))
print(list(t), [x.v for x in Tree.of(7, 8)], list(t.st()), list(t.gen), list(t()), list(t[5]), 3 in t)
def acc():
    total = 0
    def add(n):
        nonlocal total
        total += n
    while True:
        add((yield total))
a = acc()
print(next(a), a.send(1), a.send(2), a.gi_frame.f_locals["total"])
def super_gen():
    class A:
        def g(self): yield "A"
    class B(A):
        def g(self):
            yield from super().g()
            yield "B"
    return list(B().g())
print(super_gen())
