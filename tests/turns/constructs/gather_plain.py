"""gather: results in the order of its arguments, whatever the order of completion."""

import asyncio

finished = []


async def work(n, gate, following):
    await gate.wait()
    finished.append(n)
    await asyncio.sleep(0.001)
    following.set()
    return n * n


async def main():
    gates = [asyncio.Event() for _ in range(6)]
    gates[-1].set()
    jobs = [work(n, gates[n], gates[n - 1]) for n in range(6)]
    print(await asyncio.gather(*jobs), finished)
    same = asyncio.create_task(asyncio.sleep(0.001, "same"))
    print(await asyncio.gather(same, asyncio.sleep(0, "other"), same))
    print(await asyncio.gather())
    try:
        await asyncio.gather(asyncio.sleep(0.002), failing(0), failing(1))
    except ValueError as error:
        print("first error:", error)
    await asyncio.sleep(0.005)


async def failing(n):
    for _ in range(n):
        await asyncio.sleep(0)
    raise ValueError(f"failing {n}")


asyncio.run(main())
