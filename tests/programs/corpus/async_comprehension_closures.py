import asyncio
async def aiter_(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i
async def double(x): return x * 2
async def main():
    x = "kept"
    a = [x async for x in aiter_(2)]
    b = [await double(x) for x in range(3) if await double(x) > 1]
    c = {k: [v async for v in aiter_(k)] for k in range(3)}
    d = [f() async for i in aiter_(2) for f in [lambda: i]]
    e = (await double(y) for y in range(2))
    f = [z async for z in e]
    g = [lambda: (i, x) async for i in aiter_(2)]
    print(x, a, b, c, d, f, type(e).__name__, [h() for h in g])
    try:
        [1 / x async for x in aiter_(1)]
    except ZeroDivisionError: print(x)
asyncio.run(main())
