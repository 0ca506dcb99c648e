"""The loop's exception handler hears of callbacks that fail and of errors that nobody fetched."""

import asyncio
import gc


class Reports:
    def __init__(self):
        self.seen = []

    def __call__(self, loop, context):
        self.seen.append(sorted(set(context) & {"exception", "future", "task", "handle"}))
        print("reported:", repr(context.get("exception")))


def broken(n):
    raise ZeroDivisionError(f"callback {n}")


async def fails(message):
    await asyncio.sleep(0)
    raise ValueError(message)


async def main():
    loop = asyncio.get_running_loop()
    reports = Reports()
    loop.set_exception_handler(reports)
    print(loop.get_exception_handler() is reports)
    loop.call_soon(broken, 1)
    loop.call_later(0.001, broken, 2)
    await asyncio.sleep(0.005)
    task = asyncio.create_task(fails("nobody asks"))
    await asyncio.sleep(0.002)
    print("done", task.done())
    del task
    gc.collect()
    heard = asyncio.create_task(fails("asked for"))
    await asyncio.wait([heard])
    print("fetched", repr(heard.exception()))
    del heard
    gc.collect()
    future = loop.create_future()
    future.add_done_callback(lambda done: broken(3))
    future.set_result(None)
    await asyncio.sleep(0)
    loop.call_exception_handler({"message": "by hand"})
    print(reports.seen)
    loop.set_exception_handler(None)


if __name__ == "__main__":
    asyncio.run(main())
