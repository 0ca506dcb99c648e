"""wait_for: in time, too late, cancelled from outside, around what refuses to be cancelled."""

import asyncio


async def slow(name, ending="cleanly"):
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        print(name, "is stopped", ending)
        await asyncio.sleep(0.001)
        if ending == "with an error":
            raise OSError(name) from None
        raise


async def main():
    print(await asyncio.wait_for(asyncio.sleep(0.001, "in time"), 60))
    print(await asyncio.wait_for(asyncio.sleep(0, "no limit"), None))
    for ending in ("cleanly", "with an error"):
        try:
            await asyncio.wait_for(slow("slow", ending), 0.004)
        except OSError as error:  # TimeoutError is one
            print("main hears", type(error).__name__)

    waiting = asyncio.create_task(asyncio.wait_for(slow("inner"), 60))
    await asyncio.sleep(0.001)
    waiting.cancel()
    print(repr((await asyncio.gather(waiting, return_exceptions=True))[0]))

    done = asyncio.get_running_loop().create_future()
    done.set_result("was done")
    print(await asyncio.wait_for(done, 0))
    never = asyncio.get_running_loop().create_future()
    try:
        await asyncio.wait_for(never, 0)
    except TimeoutError:
        print("no time at all", never.cancelled())


asyncio.run(main())
