"""A timeout is put off while there is progress, and brought forward when there is none."""

import asyncio


async def produce(queue, count):
    for n in range(count):
        await asyncio.sleep(0.002)
        await queue.put(n)
    print("producer falls silent")


async def main():
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue()
    producer = asyncio.create_task(produce(queue, 5))
    received = []
    try:
        async with asyncio.timeout(60) as limit:
            while True:
                received.append(await queue.get())
                limit.reschedule(loop.time() + (60 if len(received) < 5 else 0.005))
                print(
                    "received",
                    received[-1],
                    "more than a second left",
                    limit.when() > loop.time() + 1,
                )
    except TimeoutError:
        print("given up after", received, producer.done())
    try:
        limit.reschedule(None)
    except RuntimeError as error:
        print(type(error).__name__, error)

    async with asyncio.timeout(0.005) as limit:
        limit.reschedule(None)
        await asyncio.sleep(0.012)
        print("put off for ever", limit.when())


asyncio.run(main())
