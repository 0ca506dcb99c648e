import asyncio
async def worker(n):
    try:
        print("working", n)
        await asyncio.sleep(10)
    except asyncio.CancelledError as e:
        print("cancelled", n, e.args)
        raise
    finally:
        print("cleanup", n)
async def stubborn():
    try: await asyncio.sleep(10)
    except asyncio.CancelledError: print("swallowed")
    return "survived"
async def main():
    t = asyncio.create_task(worker(1))
    await asyncio.sleep(0)
    t.cancel("why")
    try:
        await t
    except asyncio.CancelledError as e:
        print("awaited", e.args, t.cancelled())
    s = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    s.cancel()
    print(await s)
    early = asyncio.create_task(worker(2))
    early.cancel()
    print(await asyncio.gather(early, return_exceptions=True))
    shielded = asyncio.create_task(worker(3))
    try:
        await asyncio.wait_for(asyncio.shield(shielded), 0.001)
    except asyncio.TimeoutError:
        print("outer timed out", shielded.done())
    shielded.cancel()
    print(await asyncio.gather(shielded, return_exceptions=True))
    asyncio.create_task(worker(4))
    await asyncio.sleep(0)
asyncio.run(main())
