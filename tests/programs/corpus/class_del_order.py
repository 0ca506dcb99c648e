class D:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)


d = D("first")
d = D("second")
print("rebound")
del d
print("after del")
def f():
    local = D("local")
    D("temporary")
    print("in f")
    return 1
f()
[D("list") for _ in range(2)]
D("expression")
for x in (D("loop 1"), D("loop 2")):
    print("body", x.name)
del x
try:
    e = D("in try")
    raise ValueError
except ValueError:
    del e
    print("handled")
kept = D("global at exit")
