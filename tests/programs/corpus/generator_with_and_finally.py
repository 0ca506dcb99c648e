class CM:
    def __init__(self, n): self.n = n
    def __enter__(self): print("enter", self.n); return self
    def __exit__(self, t, v, tb): print("exit", self.n, t and t.__name__)
def g():
    with CM(1):
        yield "a"
        try:
            with CM(2) as c:
                got = yield c.n
                print("got", got)
        finally:
            yield "in finally"
            print("after finally yield")
    return "r"
x = g()
print(next(x), next(x), x.send("s"))
try:
    next(x)
except StopIteration as s:
    print(s.value)
x = g()
next(x); next(x)
print(x.throw(KeyError("k")))
try:
    next(x)
except KeyError as e:
    print(repr(e))
x = g()
next(x); next(x)
try:
    x.close()
except RuntimeError as e:
    print(e)
del x
