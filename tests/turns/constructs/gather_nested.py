"""gather in gather, and a tree of coroutines that gathers all the way down."""

import asyncio


async def leaf(name):
    await asyncio.sleep(0)
    return name


async def tree(depth, name=""):
    if not depth:
        return await leaf(name)
    halves = await asyncio.gather(tree(depth - 1, name + "l"), tree(depth - 1, name + "r"))
    print("joined", name or "root")
    return halves


async def main():
    nested = asyncio.gather(
        asyncio.gather(leaf("a"), leaf("b")),
        leaf("c"),
        asyncio.gather(leaf("d"), asyncio.gather(leaf("e"))),
    )
    print(await nested)
    print(await tree(4))


if __name__ == "__main__":
    asyncio.run(main())
