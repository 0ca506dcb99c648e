"""Barrier: all arrive before one goes on; it can be left, broken and reset."""

import asyncio


async def runner(name, barrier, laps, log):
    for lap in range(laps):
        log.append((lap, "arrives", name))
        async with barrier as position:
            log.append((lap, "passes", position))
        await asyncio.sleep(0)


async def arrive(barrier, told):
    try:
        await barrier.wait()
    except asyncio.BrokenBarrierError:
        told.append("broken")


async def main():
    barrier, log = asyncio.Barrier(3), []
    await asyncio.gather(*(runner(name, barrier, 2, log) for name in "abc"))
    print(*log[:3], *sorted(log[3:]), sep="\n")
    print(barrier.parties, barrier.n_waiting, barrier.broken)

    told = []
    tasks = [asyncio.create_task(arrive(barrier, told)) for _ in range(2)]
    await asyncio.sleep(0.001)
    print("waiting", barrier.n_waiting)
    await barrier.abort()
    await asyncio.gather(*tasks)
    print(told, barrier.broken)
    await barrier.reset()
    results = await asyncio.gather(*(barrier.wait() for _ in range(3)))
    print(sorted(results), barrier.broken)


asyncio.run(main())
