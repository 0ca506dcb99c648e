"""TaskGroups within a TaskGroup; cancellation from outside goes through all of them."""

import asyncio

left = []


async def worker(name, gate):
    try:
        await gate.wait()
        await asyncio.sleep(0.001)
        return name
    finally:
        left.append(name)


async def team(name, gate, size, fail=False):
    async with asyncio.TaskGroup() as group:
        members = [group.create_task(worker(f"{name}{n}", gate)) for n in range(size)]
        if fail:
            await gate.wait()
            raise ValueError(name)
    return [member.result() for member in members]


async def company(gate, *, fail=""):
    async with asyncio.TaskGroup() as group:
        teams = [group.create_task(team(name, gate, 2, name in fail)) for name in "abc"]
    return [task.result() for task in teams]


def flat(error):
    if isinstance(error, BaseExceptionGroup):
        return [len(error.exceptions), *map(flat, error.exceptions)]
    return repr(error)


async def main():
    gate = asyncio.Event()
    asyncio.get_running_loop().call_later(0.002, gate.set)
    print(await company(gate), sorted(left))

    left.clear()
    gate.clear()
    running = asyncio.create_task(company(gate))
    await asyncio.sleep(0.003)
    running.cancel()
    print(await asyncio.gather(running, return_exceptions=True), sorted(left))

    left.clear()
    asyncio.get_running_loop().call_later(0.002, gate.set)
    try:
        await company(gate, fail="b")
    except* ValueError as group:
        print(flat(group))
    print(sorted(left))


if __name__ == "__main__":
    asyncio.run(main())
