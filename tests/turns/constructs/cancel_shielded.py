"""What is shielded goes on when the one who waits for it is cancelled."""

import asyncio


async def precious(go):
    print("precious begins")
    await go.wait()
    for n in range(3):
        await asyncio.sleep(0.001)
        print("precious", n)
    return "saved"


async def protects(inner):
    try:
        return await asyncio.shield(inner)
    except asyncio.CancelledError as error:
        print("protector cancelled:", error.args, "inner done?", inner.done())
        result = await inner
        print("protector waited for", result)
        raise


async def main():
    go = asyncio.Event()
    inner = asyncio.create_task(precious(go))
    outer = asyncio.create_task(protects(inner))
    await asyncio.sleep(0.001)
    outer.cancel("out of the way")
    await asyncio.sleep(0)
    print("outer done?", outer.done(), "inner cancelled?", inner.cancelled())
    go.set()
    print(repr((await asyncio.gather(outer, return_exceptions=True))[0]))
    print("outer", outer.cancelled(), "inner", inner.result())

    later = asyncio.get_running_loop().create_future()
    shielded = asyncio.shield(later)
    shielded.cancel()
    await asyncio.sleep(0)
    later.set_result("nobody listens")
    print(shielded.cancelled(), await later)


asyncio.run(main())
