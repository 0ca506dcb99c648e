"""Semaphore and BoundedSemaphore: so many at once, no more, in the order of arrival."""

import asyncio
from dataclasses import dataclass


@dataclass
class Load:
    now: int = 0
    most: int = 0

    def __enter__(self):
        self.now += 1
        self.most = max(self.most, self.now)

    def __exit__(self, *exc_info):
        self.now -= 1


async def job(n, semaphore, load, order):
    async with semaphore:
        order.append(n)
        with load:
            await asyncio.sleep(0.001 if n % 3 else 0)
            await asyncio.sleep(0)
    return n


async def main():
    for kind, limit in ((asyncio.Semaphore, 3), (asyncio.BoundedSemaphore, 2)):
        semaphore, load, order = kind(limit), Load(), []
        results = await asyncio.gather(*(job(n, semaphore, load, order) for n in range(10)))
        print(kind.__name__, load, results == order, semaphore.locked())

    bounded = asyncio.BoundedSemaphore(1)
    await bounded.acquire()
    waiting = [asyncio.create_task(bounded.acquire()) for _ in range(2)]
    await asyncio.sleep(0.001)
    waiting[0].cancel()
    bounded.release()
    await asyncio.wait(waiting)
    print(waiting[0].cancelled(), waiting[1].result(), bounded.locked())
    bounded.release()
    try:
        bounded.release()
    except ValueError as error:
        print(error)


if __name__ == "__main__":
    asyncio.run(main())
