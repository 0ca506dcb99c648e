"""Async context managers: entering waits, leaving waits, and may swallow what was raised."""

import asyncio


class Resource:
    def __init__(self, name, swallow=()):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        await asyncio.sleep(0)
        print("open", self.name)
        return self

    async def __aexit__(self, kind, error, traceback):
        await asyncio.sleep(0.001)
        print("close", self.name, repr(error))
        return isinstance(error, self.swallow)


async def main():
    async with Resource("a") as a, Resource("b", KeyError) as b:
        print("inside", a.name, b.name)
        await asyncio.sleep(0)
        raise KeyError("swallowed by b")
    try:
        async with Resource("c", KeyError):
            print("between")
            async with Resource("d"):
                await asyncio.sleep(0)
                raise ValueError("by nobody")
    except ValueError as error:
        print("out comes", error)
    for n in range(3):
        async with Resource(n):
            await asyncio.sleep(0)
            if n == 1:
                continue
            print("end of", n)
    print(await returns())
    task = asyncio.create_task(stays())
    await asyncio.sleep(0.002)
    task.cancel("leave")
    print(await asyncio.gather(task, return_exceptions=True))


async def returns():
    async with Resource("returning"):
        return await asyncio.sleep(0, "returned")


async def stays():
    async with Resource("stays"):
        await asyncio.Event().wait()


asyncio.run(main())
