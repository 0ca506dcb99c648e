"""A chain of two hundred coroutines, each of which awaits the next."""

import asyncio
import types

DEPTH = 200


@types.coroutine
def bottom(future):
    result = yield from future
    return [result]


async def link(n, future):
    if n == DEPTH:
        return await bottom(future)
    before = n * n
    try:
        below = await link(n + 1, future)
    except LookupError as error:
        error.args = (*error.args, n) if n % 50 == 0 else error.args
        raise
    below.append(before)
    return below


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(0.003, future.set_result, "bottom")
    collected = await link(0, future)
    print(len(collected), collected[0], collected[1:4], sum(collected[1:]))

    future = loop.create_future()
    loop.call_later(0.003, future.set_exception, LookupError("no bottom"))
    try:
        await link(0, future)
    except LookupError as error:
        traceback, frames = error.__traceback__, 0
        while traceback := traceback.tb_next:
            frames += traceback.tb_frame.f_code.co_name == "link"
        print(error.args, "frames", frames)

    task = asyncio.create_task(link(0, loop.create_future()))
    await asyncio.sleep(0.001)
    task.cancel("pulled up")
    print(repr((await asyncio.gather(task, return_exceptions=True))[0]))


if __name__ == "__main__":
    asyncio.run(main())
