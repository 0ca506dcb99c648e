# requires: 3.13
"""as_completed as an async iterator gives the very tasks that it was given."""

import asyncio


async def job(n, start, following):
    await start.wait()
    await asyncio.sleep(0)
    following.set()
    return n


async def main():
    events = [asyncio.Event() for _ in range(5)]
    tasks = {
        asyncio.create_task(job(n, events[n + 1], events[n]), name=f"job {n}"): n for n in range(4)
    }
    asyncio.get_running_loop().call_later(0.002, events[4].set)
    async for task in asyncio.as_completed(tasks):
        print(task.get_name(), tasks[task], await task)
    never = asyncio.create_task(asyncio.Event().wait())
    try:
        async for task in asyncio.as_completed([never], timeout=0.002):
            print("impossible", task)
    except TimeoutError:
        print("not in time", never.done())
    never.cancel()


asyncio.run(main())
