import asyncio
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
@asynccontextmanager
async def manager(n):
    print("in", n)
    try:
        await asyncio.sleep(0)
        yield n
    except ValueError as e:
        print("swallow", e)
    finally:
        await asyncio.sleep(0)
        print("out", n)
async def numbers():
    try:
        for i in range(9): yield i
    finally:
        print("numbers closed")
async def main():
    async with manager(1) as a, manager(2) as b: print(a, b)
    async with manager(3): raise ValueError("v")
    async with AsyncExitStack() as stack:
        for i in (4, 5): await stack.enter_async_context(manager(i))
        stack.push_async_callback(asyncio.sleep, 0)
    async with aclosing(numbers()) as ns:
        async for n in ns:
            if n == 2: break
    try:
        async with manager(6): raise KeyError("k")
    except KeyError as e: print(repr(e))
asyncio.run(main())
