import asyncio
async def producer(q, n):
    for i in range(n):
        await q.put(i)
        print("put", i)
    await q.put(None)
async def consumer(q, out):
    while (x := await q.get()) is not None:
        out.append(x)
        q.task_done()
async def main():
    q, out = asyncio.Queue(maxsize=1), []
    await asyncio.gather(producer(q, 4), consumer(q, out))
    print(out)
    lock, order = asyncio.Lock(), []
    async def locked(n):
        async with lock:
            order.append(n)
            await asyncio.sleep(0)
            order.append(-n)
    await asyncio.gather(*(locked(i) for i in range(1, 4)))
    print(order)
    event, sem = asyncio.Event(), asyncio.Semaphore(2)
    async def waiter(n):
        await event.wait()
        async with sem: return n
    ts = [asyncio.create_task(waiter(i)) for i in range(3)]
    await asyncio.sleep(0)
    event.set()
    print(await asyncio.gather(*ts))
    cond = asyncio.Condition()
    async def notified():
        async with cond: await cond.wait(); return "notified"
    t = asyncio.create_task(notified())
    await asyncio.sleep(0)
    async with cond: cond.notify()
    print(await t)
asyncio.run(main())
