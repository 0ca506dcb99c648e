import types
@types.coroutine
def trap(x): return (yield x)
async def leaf(n):
    got = await trap(f"leaf {n}")
    return got * 2
async def middle(n):
    a = await leaf(n)
    b = await leaf(n + 1)
    return a + b
async def top(): return [await middle(0), await middle(10)]
c = top()
sent, values = None, []
try:
    while True:
        values.append(c.send(sent))
        sent = len(values)
except StopIteration as stop:
    print(values, stop.value)
try:
    c.send(None)
except RuntimeError as error:
    print(error)
