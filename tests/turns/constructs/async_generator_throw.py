"""athrow and aclose reach an async generator where it stands, which may wait as it ends."""

import asyncio


async def producer(name):
    n = 0
    try:
        while True:
            try:
                n += 1
                yield n
            except KeyError as error:
                print(name, "caught", error)
                await asyncio.sleep(0)
                yield f"after {error}"
    except ValueError as error:
        raise RuntimeError(f"{name} broke") from error
    finally:
        await asyncio.sleep(0.001)
        print(name, "closed at", n)


async def main():
    first = producer("first")
    print(await anext(first), await first.athrow(KeyError("k")), await anext(first))
    await first.aclose()
    await first.aclose()
    print(await anext(first, "closed"))

    second = producer("second")
    await anext(second)
    try:
        await second.athrow(ValueError("v"))
    except RuntimeError as error:
        print(repr(error), "from", repr(error.__cause__))

    unstarted = producer("unstarted")
    await unstarted.aclose()
    third = producer("third")
    async for n in third:
        if n == 3:
            closing = asyncio.create_task(third.aclose())
            break
    await closing
    print("done")


if __name__ == "__main__":
    asyncio.run(main())
