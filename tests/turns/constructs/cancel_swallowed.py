"""A task may refuse to be cancelled; it is counted all the same."""

import asyncio


async def stubborn(gate):
    me = asyncio.current_task()
    refusals = 0
    while refusals < 3:
        try:
            await gate.wait()
        except asyncio.CancelledError as error:
            refusals += 1
            print("no", refusals, error.args, me.cancelling())
    print("left over", me.uncancel(), me.uncancel())
    await asyncio.sleep(0)
    print("still here", me.cancelling())
    return refusals


async def main():
    gate = asyncio.Event()
    task = asyncio.create_task(stubborn(gate))
    for n in range(3):
        await asyncio.sleep(0.001)
        print("asking", n, task.cancel(f"please {n}"))
    await asyncio.sleep(0)
    print("result", await task, task.cancelled())


asyncio.run(main())
