import asyncio, gc
async def agen(n):
    try:
        yield n
        await asyncio.sleep(0)
        yield n
    finally:
        await asyncio.sleep(0)
        print("closed", n)
async def main():
    async for x in agen(1): break
    gc.collect()
    await asyncio.sleep(0.001)
    g = agen(2)
    await anext(g)
    del g
    await asyncio.sleep(0.001)
    global kept
    kept = agen(3)
    await anext(kept)
    print("main ends")
asyncio.run(main())
