"""asyncio.wait gives up after a while, without hurting those it waited for."""

import asyncio


async def worker(gate, name):
    await gate.wait()
    print(name, "through the gate")
    return name


async def main():
    gate = asyncio.Event()
    tasks = [asyncio.create_task(worker(gate, f"worker {n}")) for n in range(3)]
    quick = asyncio.create_task(asyncio.sleep(0, "quick"))
    rounds = 0
    pending = {*tasks, quick}
    while pending:
        done, pending = await asyncio.wait(pending, timeout=0.004)
        rounds += 1
        print("round", rounds, sorted(task.result() for task in done), len(pending))
        if rounds == 3:
            gate.set()
    print(await asyncio.wait([quick], timeout=60) == ({quick}, set()))


asyncio.run(main())
