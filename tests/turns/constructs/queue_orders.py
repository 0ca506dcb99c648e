"""LifoQueue and PriorityQueue: the order is theirs, not that of arrival."""

import asyncio
from dataclasses import dataclass, field


@dataclass(order=True)
class Job:
    priority: int
    name: str = field(compare=False)


async def fill(queue, items):
    for item in items:
        await queue.put(item)
        await asyncio.sleep(0)


async def drain(queue):
    taken = []
    while not queue.empty():
        taken.append(await queue.get())
        await asyncio.sleep(0.001)
    return taken


async def main():
    stack = asyncio.LifoQueue()
    await fill(stack, "abcd")
    print(await drain(stack))
    await fill(stack, "ab")
    first = await stack.get()
    await fill(stack, "cd")
    print(first, await drain(stack))

    urgent = asyncio.PriorityQueue()
    jobs = [Job(5, "sweep"), Job(1, "fire"), Job(3, "mail"), Job(2, "call")]
    await fill(urgent, jobs)
    print(await urgent.get())
    urgent.put_nowait(Job(0, "flood"))
    print([job.name for job in await drain(urgent)])

    small = asyncio.PriorityQueue(maxsize=2)
    filling = asyncio.create_task(fill(small, [9, 8, 7, 6]))
    await asyncio.sleep(0.002)
    print("full", small.full(), filling.done())
    taken = [await small.get() for _ in range(4)]
    await filling
    print(sorted(taken), small.qsize())


asyncio.run(main())
