"""shield passes results and errors on; a failure behind a cancelled shield is reported."""

import asyncio


async def fails(message, gate):
    await gate.wait()
    raise ValueError(message)


def report(loop, context):
    print("reported:", repr(context.get("exception")))


async def main():
    asyncio.get_running_loop().set_exception_handler(report)
    gate = asyncio.Event()
    print(await asyncio.shield(asyncio.sleep(0.001, "passed on")))
    heard = asyncio.shield(fails("heard", gate))
    unheard = asyncio.shield(fails("unheard", gate))
    await asyncio.sleep(0)
    unheard.cancel()
    asyncio.get_running_loop().call_later(0.002, gate.set)
    try:
        await heard
    except ValueError as error:
        print("caught", error)
    await asyncio.sleep(0.002)
    print("unheard", unheard.cancelled())
    gate.clear()
    still = asyncio.create_task(gate.wait())
    try:
        async with asyncio.timeout(0.002):
            await asyncio.shield(still)
    except TimeoutError:
        print("still waits", not still.done())
    gate.set()
    print(await still)


asyncio.run(main())
