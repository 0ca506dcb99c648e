"""What is still there when main returns is cancelled by asyncio.run, and may tidy up."""

import asyncio

log = []


async def leftover(rounds):
    try:
        for n in range(rounds):
            log.append(n)
            await asyncio.sleep(0)
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        print("left over, cancelled after", log)
        for n in range(3):
            await asyncio.sleep(0.001)
            print("tidying", n)
    print("swallowed it")


async def main():
    task = asyncio.create_task(leftover(3))
    while len(log) < 3:
        await asyncio.sleep(0)
    print("main returns", task.done())
    return "value of main"


print(asyncio.run(main()))
print("after it", log)
