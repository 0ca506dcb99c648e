"""Tasks have names: given, changed, and of their own."""

import asyncio


async def worker(gate):
    me = asyncio.current_task()
    print("begins", me.get_name())
    await gate.wait()
    me.set_name(me.get_name() + "-done")
    await asyncio.sleep(0)
    print("ends", me.get_name())
    return me.get_name()


async def main():
    asyncio.current_task().set_name("the main one")
    gate = asyncio.Event()
    tasks = [asyncio.create_task(worker(gate), name=f"worker-{n}") for n in range(3)]
    nameless = []
    for n in range(4):
        nameless.append(asyncio.create_task(asyncio.sleep(0, n)))
        await asyncio.sleep(0)  # a turn between two of them: the count goes on
    names = {task.get_name() for task in nameless}
    print(len(names), all(name.startswith("Task-") for name in names))
    gate.set()
    for task in tasks:
        print("result", await task)
    late = asyncio.create_task(worker(gate), name="late")
    late.set_name("later")
    await late
    print(asyncio.current_task().get_name(), [await task for task in nameless])


asyncio.run(main())
