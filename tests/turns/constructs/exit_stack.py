"""asynccontextmanager and AsyncExitStack: a pile of things that must be put away again."""

import asyncio
import contextlib


@contextlib.asynccontextmanager
async def opened(name, fails=False):
    await asyncio.sleep(0)
    print("open", name)
    try:
        yield name.upper()
    except LookupError as error:
        print(name, "sees", repr(error))
        raise
    finally:
        await asyncio.sleep(0.001)
        print("close", name)
        if fails:
            raise OSError(name)


@contextlib.contextmanager
def plain(name):
    print("plain in", name)
    yield name
    print("plain out", name)


async def goodbye(*words, end):
    await asyncio.sleep(0)
    print("goodbye", *words, end)


async def main():
    async with contextlib.AsyncExitStack() as stack:
        names = [await stack.enter_async_context(opened(name)) for name in ("a", "b")]
        stack.push_async_callback(goodbye, "my", "dear", end="!")
        stack.enter_context(plain("c"))
        stack.callback(print, "a plain callback")
        print(names)
        await asyncio.sleep(0.001)
        kept = stack.pop_all()
    print("nothing was closed yet")
    await kept.aclose()
    try:
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(opened("d"))
            await stack.enter_async_context(opened("e", fails=True))
            await stack.enter_async_context(opened("f"))
            raise LookupError("inside")
    except OSError as error:
        print(repr(error), "while", repr(error.__context__))
    async with contextlib.aclosing(letters()) as source:
        async for letter in source:
            print(letter)
            if letter == "y":
                break


async def letters():
    try:
        for letter in "xyz":
            yield letter
            await asyncio.sleep(0)
    finally:
        print("letters closed")


asyncio.run(main())
