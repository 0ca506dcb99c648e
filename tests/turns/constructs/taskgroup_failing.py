"""TaskGroup: one child fails, the others are cancelled, and the errors come as a group."""

import asyncio

stopped = []


async def patient(n, tidy_with=None):
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        stopped.append(n)
        await asyncio.sleep(0)
        if tidy_with:
            raise tidy_with from None
        raise


async def failing(error):
    await asyncio.sleep(0.002)
    raise error


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            for n in range(3):
                group.create_task(patient(n))
            group.create_task(patient(3, LookupError("while tidying up")))
            group.create_task(failing(ValueError("first")))
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                print("the block is cancelled", asyncio.current_task().cancelling())
                raise
    except* ValueError as some:
        print("values:", some.exceptions)
    except* LookupError as some:
        await asyncio.sleep(0.001)
        print("lookups:", some.exceptions)
    print("stopped", sorted(stopped), asyncio.current_task().cancelling())

    try:
        async with asyncio.TaskGroup():
            await asyncio.sleep(0)
            raise KeyError("from the block itself")
    except ExceptionGroup as group:
        print(repr(group))

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(patient(10))
            await asyncio.sleep(0)
            raise SystemExit("not gathered")
    except SystemExit as error:
        print("SystemExit", error)


asyncio.run(main())
