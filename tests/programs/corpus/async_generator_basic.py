def run(c):
    try:
        while True: c.send(None)
    except StopIteration as s:
        return s.value
async def agen(n):
    print("start")
    for i in range(n):
        got = yield i
        print("got", got)
    print("end")
async def main():
    async for x in agen(2): print("x", x)
    g = agen(3)
    print(await g.__anext__(), await g.asend("hello"), await g.asend(None))
    try:
        await g.asend("last")
    except StopAsyncIteration as e:
        print(repr(e))
    print(await anext(agen(0), "default"), [i async for i in agen(1)])
    try:
        await agen(1).asend("early")
    except TypeError as e:
        print(e)
    g = agen(1)
    print(aiter(g) is g, g.ag_running, g.ag_frame is not None, g.ag_await, g.ag_code.co_name, repr(g).split(" at ")[0])
run(main())
