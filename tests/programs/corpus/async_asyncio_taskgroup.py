import asyncio
async def job(n, fail=False):
    try:
        await asyncio.sleep(0)
        if fail: raise ValueError(n)
        await asyncio.sleep(0.001 * n)
        print("finished", n)
        return n
    except asyncio.CancelledError:
        print("cancelled", n)
        raise
async def main():
    async with asyncio.TaskGroup() as tg:
        a, b = tg.create_task(job(1)), tg.create_task(job(2))
    print(a.result(), b.result())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(job(3)); tg.create_task(job(4, True)); tg.create_task(job(5, True))
    except* ValueError as group:
        print(repr(group))
    try:
        async with asyncio.timeout(0.001): await asyncio.sleep(5)
    except TimeoutError:
        print("timeout")
    async with asyncio.TaskGroup() as tg:
        tg.create_task(job(6, True))
asyncio.run(main())
