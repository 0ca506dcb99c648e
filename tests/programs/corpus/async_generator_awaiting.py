import types
@types.coroutine
def trap(x): return (yield x)
async def agen():
    a = await trap("t1")
    b = yield a
    c = await trap(("t2", b))
    yield c
async def main():
    g = agen()
    print("first", await g.__anext__())
    print("second", await g.asend("B"))
    async for x in g: print("never", x)
    return [x async for x in agen()]
c = main()
print(c.send(None), c.send("A"), c.send("C"))
try:
    c.send("D"); c.send("E")
    print("?")
except StopIteration as s:
    print(s.value)
g = agen()
n = g.__anext__()
print(type(n).__name__, n.send(None))
try:
    n.send("via asend object")
except StopIteration as s:
    print(s.value)
try:
    n.send(None)
except RuntimeError as e:
    print(e)
m = g.asend("x")
print(m.send(None), g.ag_running)
k = g.asend("y")
try:
    k.send(None)
except RuntimeError as e:
    print(e)
m.close()
print(type(g.athrow(ValueError)).__name__, type(g.aclose()).__name__)
