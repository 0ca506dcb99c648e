"""gather with return_exceptions keeps what went wrong among the results."""

import asyncio


async def work(n):
    await asyncio.sleep(n / 1000)
    if n % 3 == 1:
        raise ValueError(n)
    if n % 3 == 2:
        asyncio.current_task().cancel(f"work {n}")
        await asyncio.sleep(0)
    print("worked", n)
    return n


async def main():
    results = await asyncio.gather(*map(work, range(7)), return_exceptions=True)
    for n, result in enumerate(results):
        line = getattr(result, "__traceback__", None) and result.__traceback__.tb_next
        print(n, type(result).__name__, result, "raised" if line else "")
    print(sum(isinstance(result, BaseException) for result in results))


asyncio.run(main())
