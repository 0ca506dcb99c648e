import asyncio
async def a(): await b()
async def b():
    async with asyncio.timeout(5):
        async for x in c():
            await d(x)
async def c():
    yield 1
async def d(x):
    await asyncio.sleep(0)
    raise ValueError(x)
asyncio.run(a())
