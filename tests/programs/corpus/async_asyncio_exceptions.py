import asyncio
async def fails(n):
    await asyncio.sleep(0)
    raise ValueError(n)
async def main():
    print(await asyncio.gather(fails(1), fails(2), return_exceptions=True))
    try:
        await asyncio.gather(fails(3), asyncio.sleep(1))
    except ValueError as e:
        print(repr(e))
    t = asyncio.create_task(fails(4))
    await asyncio.wait([t])
    print(repr(t.exception()))
    async def nested():
        try: await fails(5)
        except ValueError as e: raise KeyError("nested") from e
    await nested()
asyncio.run(main())
