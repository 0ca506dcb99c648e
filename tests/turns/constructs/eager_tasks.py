# requires: 3.12
"""Eager tasks run at once until they first wait; those that never do are done at once."""

import asyncio

log = []


async def quick(n):
    log.append(f"quick {n}")
    return n


async def slow(n):
    log.append(f"slow {n} begins")
    await asyncio.sleep(0)
    log.append(f"slow {n} ends")
    return n


async def main():
    loop = asyncio.get_running_loop()
    usual = asyncio.create_task(quick(0))
    print("usual", usual.done(), loop.get_task_factory())
    loop.set_task_factory(asyncio.eager_task_factory)
    first = asyncio.create_task(quick(1))
    second = asyncio.create_task(slow(2), name="the second")
    print("eager", first.done(), second.done(), log)
    await asyncio.sleep(0.001)
    async with asyncio.TaskGroup() as group:
        third = group.create_task(slow(3), name="the third")
        group.create_task(quick(4))
    loop.set_task_factory(None)
    print(await asyncio.gather(usual, first, second, third, slow(5)) == [0, 1, 2, 3, 5])
    print(*log, sep="\n")


asyncio.run(main())
