"""Callbacks of futures and tasks run in the order in which they were added, a turn later."""

import asyncio
import contextvars
import functools

who = contextvars.ContextVar("who", default="nobody")


def tell(name, future):
    print(f"{name}: result {future.result()}, context {who.get()}")


async def answer():
    await asyncio.sleep(0.001)
    return "from a task"


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    first, second, third = (functools.partial(tell, name) for name in ("first", "second", "third"))
    future.add_done_callback(first)
    who.set("the second")
    future.add_done_callback(second)
    future.add_done_callback(third, context=contextvars.Context())
    future.add_done_callback(second)
    await asyncio.sleep(0)
    print("removed", future.remove_done_callback(third), future.remove_done_callback(third))
    who.set("the setter")
    loop.call_soon(future.set_result, 1)
    await future
    print("main goes on")
    await asyncio.sleep(0)
    future.add_done_callback(first)
    print("added to a finished one: not called yet")
    await asyncio.sleep(0)

    task = asyncio.create_task(answer())
    task.add_done_callback(lambda done: print("lambda:", done.result(), done is task))
    task.add_done_callback(first)
    await asyncio.sleep(0)
    print("removed", task.remove_done_callback(first))
    await task
    await asyncio.sleep(0)


if __name__ == "__main__":
    asyncio.run(main())
