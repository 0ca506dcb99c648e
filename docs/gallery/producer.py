"""A queue with room for one: producer and consumer wake each other up."""

import asyncio


async def produce(queue):
    for dish in ("soup", "rice", "pie"):
        await queue.put(dish)
    await queue.put(None)


async def consume(queue):
    while (dish := await queue.get()) is not None:
        print("eats", dish)


async def main():
    queue = asyncio.Queue(maxsize=1)
    async with asyncio.TaskGroup() as group:
        group.create_task(consume(queue), name="guest")
        group.create_task(produce(queue), name="cook")


asyncio.run(main())
