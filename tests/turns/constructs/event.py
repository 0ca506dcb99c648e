"""Event: everybody waits for it, it is set, cleared, and set again."""

import asyncio


async def waiter(n, event, log):
    for round_number in range(3):
        await event.wait()
        log.append((round_number, n))
        while event.is_set():
            await asyncio.sleep(0)


async def main():
    event, log = asyncio.Event(), []
    tasks = [asyncio.create_task(waiter(n, event, log)) for n in range(4)]
    for round_number in range(3):
        await asyncio.sleep(0.001)
        print("round", round_number, "so far", len(log), event.is_set())
        event.set()
        while len(log) < 4 * (round_number + 1):
            await asyncio.sleep(0)
        event.clear()
    await asyncio.gather(*tasks)
    print(sorted(log))
    print([n for r, n in log if r == 0])
    event.set()
    print("at once:", await event.wait())


asyncio.run(main())
