"""anyio: events, locks, conditions, limiters, tasks that say when they have started."""

import anyio
from anyio.lowlevel import RunVar

visits = RunVar("visits", 0)


async def service(name, stop, *, task_status):
    await anyio.sleep(0.001)
    visits.set(visits.get() + 1)
    task_status.started(f"{name} is up")
    await stop.wait()
    print(name, "goes down")


async def limited(n, limiter, inside, order):
    async with limiter:
        order.append(n)
        inside.append(limiter.borrowed_tokens)
        await anyio.sleep(0)


async def taker(condition, shelf, taken):
    async with condition:
        while not shelf:
            await condition.wait()
        taken.append(shelf.pop())


async def main():
    stops = {name: anyio.Event() for name in ("web", "mail")}
    async with anyio.create_task_group() as group:
        for name, stop in stops.items():
            print(await group.start(service, name, stop))
        print("visits", visits.get())
        stops["web"].set()
        await anyio.sleep(0.002)
        stops["mail"].set()

    limiter, inside, order = anyio.CapacityLimiter(2), [], []
    async with anyio.create_task_group() as group:
        for n in range(6):
            group.start_soon(limited, n, limiter, inside, order, name=f"limited {n}")
    print(sorted(order), max(inside), limiter.borrowed_tokens)

    condition, shelf, taken = anyio.Condition(), [], []
    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(taker, condition, shelf, taken)
        for batch in (["x"], ["y", "z"]):
            await anyio.sleep(0.002)
            async with condition:
                shelf += batch
                condition.notify_all()
    print(sorted(taken), shelf)

    lock = anyio.Lock()
    async with lock:
        print("locked", lock.locked())
        try:
            await lock.acquire()
        except RuntimeError as error:
            print(type(error).__name__)
    semaphore = anyio.Semaphore(1)
    async with semaphore:
        with anyio.move_on_after(0.002) as scope:
            await semaphore.acquire()
        print("gave up", scope.cancelled_caught, semaphore.value)
    print(anyio.get_current_task().name.rpartition(".")[2], semaphore.value)


anyio.run(main)
