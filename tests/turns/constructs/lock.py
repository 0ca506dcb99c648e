"""Lock: first come, first served; waiting can be given up; it is no secret who is inside."""

import asyncio

order = []


async def visitor(name, lock, inside):
    order.append(f"{name} comes")
    async with lock:
        order.append(f"{name} in")
        await inside.wait()
        await asyncio.sleep(0)
        order.append(f"{name} out")


async def main():
    lock, inside = asyncio.Lock(), asyncio.Event()
    tasks = [asyncio.create_task(visitor(name, lock, inside)) for name in "abcd"]
    await asyncio.sleep(0.001)
    print(order, lock.locked())
    tasks[2].cancel()
    await asyncio.wait([tasks[2]])
    inside.set()
    await asyncio.wait(tasks)
    print(*order, sep="\n")
    print("locked", lock.locked(), "gave up", tasks[2].cancelled())

    await lock.acquire()
    try:
        await asyncio.wait_for(lock.acquire(), 0.002)
    except TimeoutError:
        print("locked out by itself")
    lock.release()
    try:
        lock.release()
    except RuntimeError as error:
        print(error)
    async with lock:
        print("and again", lock.locked())


asyncio.run(main())
