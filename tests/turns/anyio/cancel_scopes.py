"""anyio: cancel scopes, shields, deadlines, task groups, and errors in several tasks."""

import anyio

log = []


async def worker(name, tidy=False):
    try:
        await anyio.sleep_forever()
    finally:
        if tidy:
            with anyio.CancelScope(shield=True):
                await anyio.sleep(0.001)
                log.append(f"{name} is tidy")
        log.append(f"{name} ends")


async def failing(message):
    await anyio.sleep(0.002)
    raise ValueError(message)


async def main():
    with anyio.move_on_after(0.003) as scope:
        await anyio.sleep_forever()
        print("never")
    print("moved on", scope.cancelled_caught)
    try:
        with anyio.fail_after(0.003):
            async with anyio.create_task_group() as group:
                group.start_soon(worker, "a")
                group.start_soon(worker, "b", True)
    except TimeoutError:
        print("timed out", sorted(log))

    log.clear()
    with anyio.fail_after(60), anyio.move_on_after(60) as inner:
        async with anyio.create_task_group() as group:
            group.start_soon(worker, "c")
            await anyio.sleep(0)
            inner.cancel()
            await anyio.sleep(0)
    print("inner", inner.cancelled_caught, log)

    log.clear()
    try:
        async with anyio.create_task_group() as group:
            group.start_soon(worker, "d", True)
            group.start_soon(failing, "first")
            async with anyio.create_task_group() as nested:
                nested.start_soon(worker, "e")
    except* ValueError as errors:
        print(errors.exceptions, sorted(log))
    with anyio.CancelScope() as scope:
        scope.cancel()
        try:
            await anyio.lowlevel.checkpoint()
        except anyio.get_cancelled_exc_class():
            print("cancelled at once")
            raise
    print("effective again", anyio.current_effective_deadline() == float("inf"))


anyio.run(main)
