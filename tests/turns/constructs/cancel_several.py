"""Several cancellations of one task before it runs again are one; the first message counts."""

import asyncio


async def sleeper():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError as error:
        me = asyncio.current_task()
        print("woken by", error.args, "asked", me.cancelling())
        for left in range(me.cancelling(), 0, -1):
            print("uncancel", left, "->", me.uncancel())
        await asyncio.sleep(0)
        print("goes on")
        raise


async def ring(task, n, count=2):
    for _ in range(count):
        task.cancel(f"bell {n}")
        await asyncio.sleep(0)


async def main():
    task = asyncio.create_task(sleeper())
    await asyncio.sleep(0)
    for n in range(3):
        task.cancel(f"call {n}")
    print("cancelling", task.cancelling())
    print(await asyncio.gather(task, return_exceptions=True))

    tasks = [asyncio.create_task(asyncio.sleep(3600), name=f"sleeper {n}") for n in range(4)]
    await asyncio.sleep(0)
    await asyncio.gather(*(ring(task, n) for n, task in enumerate(tasks)))
    for task in tasks:
        print(task.get_name(), task.cancelled(), task.cancelling())


asyncio.run(main())
