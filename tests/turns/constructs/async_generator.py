"""Async generators: async for, asend, values in and out, several at once."""

import asyncio


async def countdown(n):
    while n:
        await asyncio.sleep(0)
        yield n
        n -= 1


async def averager():
    total = count = 0
    average = None
    while True:
        number = yield average
        await asyncio.sleep(0.001)
        total, count = total + number, count + 1
        average = total / count


async def chain(*sources):
    for source in sources:
        async for item in source:
            yield item


async def anext_until(source, stop):
    found = []
    while (item := await anext(source, "exhausted")) != stop:
        found.append(item)
    return found


async def main():
    async for n in countdown(3):
        print("n", n)
    average = averager()
    await average.asend(None)
    print([await average.asend(number) for number in (10, 20, 60)])
    await average.aclose()
    print([item async for item in chain(countdown(2), countdown(3))])
    one, other = countdown(4), countdown(4)
    print(await asyncio.gather(anext_until(one, 1), anext_until(other, "exhausted")))
    print(await anext(one, "nothing left"), await anext(other, "nothing left"))
    try:
        await anext(one)
    except StopAsyncIteration as error:
        print(repr(error))


asyncio.run(main())
