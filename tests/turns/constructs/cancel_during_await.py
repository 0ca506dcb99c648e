"""A task that waits is cancelled: the exception arrives where it waits, however deep."""

import asyncio

steps = []


async def innermost(event):
    try:
        steps.append("waits")
        await event.wait()
        steps.append("never")
    except asyncio.CancelledError as error:
        steps.append(f"told {error.args}")
        raise


async def middle(event):
    try:
        await innermost(event)
    finally:
        steps.append("middle leaves")


async def outer(event):
    try:
        await middle(event)
    except asyncio.CancelledError:
        steps.append(f"outer, cancelling {asyncio.current_task().cancelling()}")
        raise


async def main():
    event = asyncio.Event()
    task = asyncio.create_task(outer(event))
    await asyncio.sleep(0.001)
    print(steps, task.done())
    task.cancel("enough")
    print("asked:", steps, task.done(), task.cancelling())
    try:
        await task
    except asyncio.CancelledError as error:
        print("main hears", error.args)
    event.set()
    await asyncio.sleep(0)
    print(*steps, sep="\n")
    print(task.cancelled(), task.done())


asyncio.run(main())
