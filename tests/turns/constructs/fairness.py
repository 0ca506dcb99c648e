"""sleep(0) gives way: ready tasks take turns, in order, however many join or leave."""

import asyncio

trace = []


async def player(name, moves, team=None):
    for n in range(moves):
        trace.append(f"{name}{n}")
        if team is not None and n == 1:
            team.append(asyncio.create_task(player(name.upper(), 2)))
        await asyncio.sleep(0)


async def main():
    team = []
    tasks = [
        asyncio.create_task(player(*arguments))
        for arguments in (("a", 4), ("b", 2), ("c", 3, team), ("d", 1))
    ]
    for task in tasks:
        await task
    for task in team:
        await task
    print(" ".join(trace))

    trace.clear()
    loop = asyncio.get_running_loop()
    running = asyncio.create_task(player("t", 3))
    for n in range(3):
        loop.call_soon(trace.append, f"call{n}")
        await asyncio.sleep(0)
    await running
    print(" ".join(trace))


asyncio.run(main())
