class Seq:
    def __getitem__(self, i):
        print("getitem", i)
        if isinstance(i, int) and i > 2: raise IndexError(i)
        return i
    def __setitem__(self, i, v): print("setitem", i, v)
    def __delitem__(self, i): print("delitem", i)


s = Seq()
s[0], s[1:2], s[::], s[1:2:3, ...], s[-1]
s[0] = 1
s[1:] = 2
s[0] += 5
del s[0], s[:1]
print(list(s), 2 in s, 9 in s)
a, b, c = s
print(a, b, c)


class Iter:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(Iter()), [x for x in Iter()], *Iter(), sum(Iter()))
class Missing(dict):
    def __missing__(self, key): return f"missing {key}"
print(Missing(a=1)["b"], Missing(a=1)["a"], Missing().get("x"))
class Bad:
    def __iter__(self): return 1
for call in (lambda: list(Bad()), lambda: [*Bad()]):
    try:
        call()
    except TypeError as error:
        print(error)
