"""as_completed gives results as they come, up to a deadline."""

import asyncio


async def job(name, after, done):
    await after.wait()
    await asyncio.sleep(0.001)
    done.set()
    if name == "b":
        raise KeyError(name)
    return name


async def main():
    events = {name: asyncio.Event() for name in "abcde"}
    order = "dabec"
    start = asyncio.Event()
    after = dict(zip(order, [start, *(events[name] for name in order)], strict=False))
    jobs = [job(name, after[name], events[name]) for name in "abcde"]
    asyncio.get_running_loop().call_later(0.002, start.set)
    for coming in asyncio.as_completed(jobs):
        try:
            print("came", await coming)
        except KeyError as error:
            print("failed", error)

    never = asyncio.create_task(asyncio.Event().wait())
    soon = asyncio.create_task(asyncio.sleep(0, "soon"))
    await asyncio.wait([soon])
    try:
        for coming in asyncio.as_completed([never, soon], timeout=0.01):
            print("came", await coming)
    except TimeoutError:
        print("the other didn't", never.done())
    never.cancel()


if __name__ == "__main__":
    asyncio.run(main())
