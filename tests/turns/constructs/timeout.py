"""asyncio.timeout: met, missed, without end, and what it looks like inside and afterwards."""

import asyncio


async def main():
    async with asyncio.timeout(60) as limit:
        await asyncio.sleep(0.001)
        print("in time", limit.expired())
    try:
        async with asyncio.timeout(0.003) as limit:
            try:
                print("waits")
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                print("told", asyncio.current_task().cancelling(), limit.expired())
                raise
    except TimeoutError as error:
        print("too late", limit.expired(), type(error.__cause__).__name__)
    print("cancelling", asyncio.current_task().cancelling())

    async with asyncio.timeout(None) as limit:
        await asyncio.sleep(0)
        print("no limit", limit.when())

    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout_at(loop.time() - 1) as limit:
            print("already too late, but runs")
            await asyncio.sleep(3600)
    except TimeoutError:
        print("until the first wait", limit.when() < loop.time())

    try:
        async with asyncio.timeout(60):
            await asyncio.sleep(0)
            raise LookupError("its own")
    except LookupError as error:
        print("passes", error)


asyncio.run(main())
