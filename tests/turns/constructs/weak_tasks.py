"""Weak references to tasks and to what they hold: alive while the task is, then gone."""

import asyncio
import gc
import weakref


class Parcel:
    def __init__(self, name):
        self.name = name


class Depot:
    def __init__(self):
        self.tasks = weakref.WeakSet()
        self.owners = weakref.WeakKeyDictionary()
        self.parcels = weakref.WeakValueDictionary()

    def names(self):
        gc.collect()
        return sorted(task.get_name() for task in self.tasks), sorted(self.parcels)


async def carry(depot, name, gate):
    parcel = depot.parcels[name] = Parcel(name)
    await gate.wait()
    return len(parcel.name)


async def main():
    depot, gates = Depot(), {name: asyncio.Event() for name in ("salt", "pepper", "oil")}
    strong = {}
    for name, gate in gates.items():
        task = strong[name] = asyncio.create_task(carry(depot, name, gate), name=name)
        depot.tasks.add(task)
        depot.owners[task] = name.title()
    del task
    gone = []
    watch = weakref.ref(strong["salt"], lambda ref: gone.append("salt"))
    await asyncio.sleep(0.001)
    print(depot.names(), watch() is strong["salt"])
    gates["salt"].set()
    print(await strong["salt"])
    print(depot.names(), gone)
    del strong["salt"]
    await asyncio.sleep(0)  # the callback that woke us had it, too
    print(depot.names(), gone, watch())
    print(sorted(depot.owners.values()))
    gates["oil"].set()
    gates["pepper"].set()
    print(sum(await asyncio.gather(*strong.values())))
    strong.clear()
    await asyncio.sleep(0)
    print(depot.names(), len(depot.owners))


asyncio.run(main())
