"""Objects that say goodbye: each is finalised once, when the last reference to it goes."""

import asyncio
import gc
import weakref


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("goodbye", self.name)


async def holder(name, gate):
    held = Loud(name)
    await gate.wait()
    print(name, "lets go", bool(held))
    del held
    await asyncio.sleep(0)
    print(name, "ends")


async def main():
    gates = [asyncio.Event(), asyncio.Event()]
    tasks = [asyncio.create_task(holder(f"task {n}", gate)) for n, gate in enumerate(gates)]
    shared = Loud("shared")
    bag = [shared, shared]
    await asyncio.sleep(0.001)
    gates[0].set()
    await tasks[0]
    bag.pop()
    del shared
    await asyncio.sleep(0)
    print("one left in the bag")
    bag.clear()
    tasks[1].cancel()
    await asyncio.wait(tasks)
    print("cancelled")
    del tasks
    await asyncio.sleep(0)
    gc.collect()

    round_about = [Loud("in a circle")]
    round_about.append(round_about)
    farewell = Loud("watched")
    weakref.finalize(farewell, print, "and its finaliser")
    await asyncio.sleep(0)
    del round_about, farewell
    print("collecting")
    gc.collect()
    print("main ends")


asyncio.run(main())
