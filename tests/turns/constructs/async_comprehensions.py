"""Comprehensions and generator expressions that wait, one within another."""

import asyncio

waits = 0


async def double(n):
    global waits
    waits += 1
    await asyncio.sleep(0)
    return 2 * n


async def numbers(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i


async def main():
    print([await double(n) for n in range(4)])
    print({n: await double(n) async for n in numbers(4) if n % 2})
    print({await double(n) // 3 async for n in numbers(6)} == {0, 1, 2, 3})
    print([[await double(a * b) for b in range(3)] async for a in numbers(3)])
    lazy = (await double(n) async for n in numbers(5) if await double(n) > 2)
    print(await anext(lazy), [n async for n in lazy])
    n = "untouched"
    print([n async for n in numbers(2) for _ in range(2)], n, waits)
    print(
        [
            (name, [await double(len(name)) for _ in range(i)])
            async for i in numbers(3)
            for name in ("a", "bb")
        ]
    )


asyncio.run(main())
