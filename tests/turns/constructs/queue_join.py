"""Queue.join waits until every item that was put in is marked as done."""

import asyncio


async def worker(name, queue, done):
    while True:
        n = await queue.get()
        try:
            if n % 5 == 4:
                raise ValueError(n)
            await asyncio.sleep(0.001 * (n % 2))
            done.append(n)
            if n < 3:
                queue.put_nowait(n + 20)
        except ValueError as error:
            done.append(repr(error))
        finally:
            queue.task_done()


async def main():
    queue, done = asyncio.Queue(), []
    for n in range(10):
        queue.put_nowait(n)
    workers = [asyncio.create_task(worker(f"worker {n}", queue, done)) for n in range(3)]
    await queue.join()
    print(sorted(done, key=str), queue.empty())
    queue.put_nowait(4)
    joining = asyncio.create_task(queue.join())
    await asyncio.sleep(0)
    await joining
    print("joined again", done[-1])
    for task in workers:
        task.cancel()
    print(await asyncio.gather(*workers, return_exceptions=True))
    try:
        queue.task_done()
    except ValueError as error:
        print(error)


if __name__ == "__main__":
    asyncio.run(main())
