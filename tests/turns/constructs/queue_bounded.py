"""Queue with a maximum: put waits, get waits, the impatient ones get QueueFull and QueueEmpty."""

import asyncio


async def producer(name, queue, count):
    for n in range(count):
        await queue.put((name, n))
    return f"{name} is done"


async def consumer(queue, received, total):
    while len(received) < total:
        received.append(await queue.get())
        assert queue.qsize() <= queue.maxsize
        await asyncio.sleep(0)
    return "consumed"


async def main():
    queue, received = asyncio.Queue(maxsize=2), []
    print(queue.empty(), queue.full(), queue.qsize())
    makers = [asyncio.create_task(producer(name, queue, 4)) for name in "abc"]
    await asyncio.sleep(0.001)
    print("full", queue.full(), [maker.done() for maker in makers])
    try:
        queue.put_nowait("one too many")
    except asyncio.QueueFull as error:
        print(type(error).__name__)
    print(await consumer(queue, received, 12), [await maker for maker in makers])
    for name in "abc":
        print([item for item in received if item[0] == name])
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty as error:
        print(type(error).__name__)

    getters = [asyncio.create_task(queue.get()) for _ in range(3)]
    await asyncio.sleep(0.001)
    getters[0].cancel()
    queue.put_nowait("x")
    queue.put_nowait("y")
    await asyncio.wait(getters)
    print(getters[0].cancelled(), getters[1].result(), getters[2].result())


asyncio.run(main())
