"""Tidying up may wait, and may itself be cancelled."""

import asyncio


async def careful(name, tidy):
    try:
        print(name, "works")
        await asyncio.get_running_loop().create_future()
    finally:
        print(name, "tidies up")
        try:
            await tidy.wait()
            print(name, "is tidy")
        except asyncio.CancelledError as error:
            print(name, "is hurried:", *error.args)
            raise
        finally:
            await asyncio.sleep(0)
            print(name, "leaves")


async def main():
    tidy = asyncio.Event()
    patient = asyncio.create_task(careful("patient", tidy))
    await asyncio.sleep(0)
    patient.cancel("stop")
    await asyncio.sleep(0.002)
    print("patient done?", patient.done())
    tidy.set()
    print([repr(r) for r in await asyncio.gather(patient, return_exceptions=True)])

    hurried = asyncio.create_task(careful("hurried", asyncio.Event()))
    await asyncio.sleep(0)
    hurried.cancel("stop")
    await asyncio.sleep(0.002)
    hurried.cancel("now")
    await asyncio.wait([hurried])
    print("cancelled", hurried.cancelled(), hurried.cancelling())
    try:
        hurried.result()
    except asyncio.CancelledError as error:
        print(repr(error), "while", repr(error.__context__))


asyncio.run(main())
