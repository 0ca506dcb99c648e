class A:
    def __await__(self):
        x = yield "from __await__"
        return x
class It:
    def __await__(self): return iter(["one", "two"])
class Bad:
    def __await__(self): return 5
class BadCoro:
    def __await__(self): return f()
class Raises:
    def __await__(self): raise LookupError("in __await__")
async def f(): return 1
async def main(x): return await x
def drive(c, *sends):
    out = []
    try:
        out.append(c.send(None))
        for s in sends: out.append(c.send(s))
    except StopIteration as s:
        out.append(("returned", s.value))
    except Exception as e:
        out.append((type(e).__name__, str(e)))
    c.close()
    return out
print(drive(main(A()), "sent"), drive(main(It()), None, None), drive(main(Bad())), drive(main(BadCoro())), drive(main(Raises())), drive(main(f())), drive(main(f().__await__())))
