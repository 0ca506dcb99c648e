"""Asyncio programs, timed from within: python speed.py NAME SIZE prints the seconds that it ran."""

import asyncio
import sys
import time


async def switches(size: int) -> None:
    """Ten tasks that give way to each other."""

    async def one() -> None:
        for _ in range(size // 10):
            await asyncio.sleep(0)

    await asyncio.gather(*(one() for _ in range(10)))


async def queue(size: int) -> None:
    """Three workers behind a bounded queue."""
    jobs: asyncio.Queue[int] = asyncio.Queue(20)

    async def worker() -> None:
        while True:
            job = await jobs.get()
            sum(range(job % 50))
            jobs.task_done()

    workers = [asyncio.create_task(worker()) for _ in range(3)]
    for job in range(size // 4):
        await jobs.put(job)
    await jobs.join()
    for one in workers:
        one.cancel()
    await asyncio.gather(*workers, return_exceptions=True)


async def chains(size: int) -> None:
    """Awaits twenty deep, with a little work on each level."""

    async def deep(level: int) -> int:
        if level:
            return await deep(level - 1) + level
        await asyncio.sleep(0)
        return 1

    for _ in range(size // 10):
        await deep(20)


async def spawning(size: int) -> None:
    """Task groups of ten, with a timeout around each."""

    async def job(number: int) -> int:
        await asyncio.sleep(0)
        return number * number

    for _ in range(size // 60):
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            for number in range(10):
                group.create_task(job(number))


PROGRAMS = {one.__name__: one for one in (switches, queue, chains, spawning)}
# About a second each.
SIZES = {"switches": 500_000, "queue": 1_600_000, "chains": 1_500_000, "spawning": 700_000}

if __name__ == "__main__":
    program = PROGRAMS[sys.argv[1]](int(sys.argv[2]))
    start = time.perf_counter()
    asyncio.run(program)
    print(time.perf_counter() - start)
