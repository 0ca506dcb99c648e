# requires: 3.13
"""Queue.shutdown: what is in it can still be taken; at once: nothing can."""

import asyncio


async def consume(name, queue, log):
    try:
        while True:
            log.append((name, await queue.get()))
            queue.task_done()
            await asyncio.sleep(0)
    except asyncio.QueueShutDown:
        log.append((name, "closed"))


async def main():
    queue, log = asyncio.Queue(maxsize=3), []
    for n in range(3):
        queue.put_nowait(n)
    blocked = asyncio.create_task(queue.put("blocked"))
    await asyncio.sleep(0.001)
    queue.shutdown()
    print(repr((await asyncio.gather(blocked, return_exceptions=True))[0]))
    await asyncio.gather(*(consume(name, queue, log) for name in "ab"))
    print(*log, sep="\n")

    queue, log = asyncio.Queue(), []
    waiting = [asyncio.create_task(consume(name, queue, log)) for name in "cd"]
    await asyncio.sleep(0.001)
    queue.shutdown(immediate=True)
    await asyncio.gather(*waiting)
    print(sorted(log))
    try:
        queue.put_nowait("too late")
    except asyncio.QueueShutDown:
        print("shut down")
    await queue.join()


asyncio.run(main())
