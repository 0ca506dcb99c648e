"""A task that is cancelled before its first step never runs at all."""

import asyncio

started = []


async def work(name):
    started.append(name)
    print(name, "started")
    await asyncio.sleep(0)
    print(name, "ended")


async def main():
    never = asyncio.create_task(work("never"))
    print("asked", never.cancel(), never.cancelling(), never.done())
    runs = asyncio.create_task(work("runs"))
    await asyncio.sleep(0)
    print("after a turn:", never.cancelled(), runs.done())
    try:
        await never
    except asyncio.CancelledError as error:
        print("cancelled", error.args)
    await runs
    print(started, "too late:", runs.cancel(), runs.cancelled())

    told = asyncio.create_task(work("told why"))
    told.cancel("no need")
    try:
        await told
    except asyncio.CancelledError as error:
        print("cancelled", error.args, started)


asyncio.run(main())
