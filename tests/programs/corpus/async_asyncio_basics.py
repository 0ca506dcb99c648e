import asyncio
async def work(n, delay):
    print("start", n)
    await asyncio.sleep(delay)
    print("end", n)
    return n * 10
async def main():
    print(await asyncio.gather(work(1, 0.002), work(2, 0), work(3, 0.001)))
    t = asyncio.create_task(work(4, 0), name="four")
    print(t.get_name(), t.done(), await t, t.result(), t.done())
    print(await asyncio.wait_for(work(5, 0), 1))
    try:
        await asyncio.wait_for(work(6, 5), 0.001)
    except asyncio.TimeoutError as e:
        print("timeout", type(e).__name__)
    done, pending = await asyncio.wait([asyncio.create_task(work(7, 0))])
    print(len(done), len(pending), [x async for x in agen()])
    for c in asyncio.as_completed([asyncio.create_task(work(n, n / 1000)) for n in (9, 8)]): print(await c)
    return "main result"
async def agen():
    for i in range(3):
        await asyncio.sleep(0)
        yield i
print(asyncio.run(main()))
