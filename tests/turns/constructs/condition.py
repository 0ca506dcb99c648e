"""Condition: notify one, some, all; wait_for a predicate; one lock for two conditions."""

import asyncio


async def taker(name, condition, shelf, taken):
    async with condition:
        await condition.wait_for(lambda: shelf)
        taken.append((name, shelf.pop()))
        print(name, "takes", taken[-1][1])


async def main():
    lock = asyncio.Lock()
    filled, emptied = asyncio.Condition(lock), asyncio.Condition(lock)
    shelf, taken = [], []
    tasks = [asyncio.create_task(taker(f"taker {n}", filled, shelf, taken)) for n in range(5)]
    await asyncio.sleep(0.001)
    async with filled:
        shelf.append("bread")
        filled.notify()
    await asyncio.sleep(0.001)
    async with filled:
        shelf += ["butter", "jam"]
        filled.notify(2)
        print("notified, locked", lock.locked(), len(taken))
    await asyncio.sleep(0.001)
    async with filled:
        filled.notify_all()  # for nothing: they see that the shelf is empty
    await asyncio.sleep(0.001)
    print("waiting", [task.done() for task in tasks].count(False))
    tasks[-1].cancel()
    async with filled:
        shelf += ["tea"]
        filled.notify_all()
    await asyncio.wait(tasks)
    print(taken, shelf, tasks[-1].cancelled())

    async with emptied:
        try:
            await asyncio.wait_for(emptied.wait(), 0.002)
        except TimeoutError:
            print("nobody emptied it; the lock is ours again:", lock.locked())
    try:
        emptied.notify()
    except RuntimeError as error:
        print(type(error).__name__)


asyncio.run(main())
