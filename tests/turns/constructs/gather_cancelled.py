"""Cancelling a gather cancels its children; a cancelled child fails the gather."""

import asyncio

told = []


async def child(n):
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError as error:
        told.append((n, error.args))
        await asyncio.sleep(0)
        raise


async def main():
    children = [asyncio.create_task(child(n)) for n in range(4)]
    group = asyncio.gather(*children)
    await asyncio.sleep(0.001)
    children[1].cancel("only one")
    try:
        await group
    except asyncio.CancelledError as error:
        print("gather failed", error.args, told)
    print([task.done() for task in children], group.done())

    others = [asyncio.create_task(child(n)) for n in range(4, 7)]
    waiter = asyncio.create_task(wait_for_all(others))
    await asyncio.sleep(0.001)
    waiter.cancel("all of them")
    print(await waiter)
    print(told)
    print([task.cancelled() for task in others])


async def wait_for_all(children):
    try:
        return await asyncio.gather(*children)
    except asyncio.CancelledError as error:
        await asyncio.sleep(0.001)
        return f"waiter told {error.args}"


asyncio.run(main())
