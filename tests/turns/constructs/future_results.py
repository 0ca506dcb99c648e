"""Futures: results, exceptions, several waiters, cancellation, states."""

import asyncio


async def waits(name, future):
    try:
        print(name, "got", await future)
    except (LookupError, asyncio.CancelledError) as error:
        print(name, "got", repr(error))
    return name


def state(future):
    return "cancelled" if future.cancelled() else "done" if future.done() else "pending"


async def main():
    loop = asyncio.get_running_loop()
    good, bad, dropped = futures = [loop.create_future() for _ in range(3)]
    waiters = [
        asyncio.create_task(waits(f"{kind}-{n}", future))
        for kind, future in zip(("good", "bad", "dropped"), futures, strict=True)
        for n in range(2)
    ]
    await asyncio.sleep(0)
    print(*map(state, futures))
    loop.call_later(0.001, good.set_result, {"answer": 42})
    loop.call_later(0.003, bad.set_exception, LookupError("not there"))
    loop.call_later(0.006, dropped.cancel, "no longer")
    for waiter in waiters:
        await waiter
    print(*map(state, futures))
    print(good.result(), repr(bad.exception()), good.exception())
    for wrong in (lambda: good.set_result(1), dropped.result, loop.create_future().result):
        try:
            wrong()
        except (asyncio.InvalidStateError, asyncio.CancelledError) as error:
            print(type(error).__name__)


asyncio.run(main())
