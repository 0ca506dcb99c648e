"""Three tasks, three timers: the loop waits once for all of them."""

import asyncio


async def fetch(name, delay):
    await asyncio.sleep(delay)
    print(name, "is here")
    return name


async def main():
    print(await asyncio.gather(fetch("tea", 0.2), fetch("milk", 0.1), fetch("cake", 0.3)))


asyncio.run(main())
