"""Async generators that nobody exhausts are closed by the loop: dropped ones, and the last one."""

import asyncio
import gc

closed = []


async def numbers(name):
    try:
        for n in range(10):
            await asyncio.sleep(0)
            yield n
    finally:
        await asyncio.sleep(0)
        closed.append(name)
        if name == "kept":
            print("kept is closed at the end of the loop")


async def first_of(name):
    async for n in numbers(name):
        return n


async def main():
    print(await first_of("dropped 1"), await first_of("dropped 2"))
    gc.collect()
    while len(closed) < 2:
        await asyncio.sleep(0)
    print("closed by the hook:", sorted(closed))
    kept = numbers("kept")
    print(await anext(kept), await anext(kept), len(closed))
    kept_alive.append(kept)


kept_alive = []
asyncio.run(main())
print(sorted(closed), kept_alive[0].ag_running)
