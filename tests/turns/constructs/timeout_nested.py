"""Timeouts within timeouts: the right one goes off, and only that one."""

import asyncio


async def attempt(name, outer_limit, inner_limit):
    events = []
    try:
        async with asyncio.timeout(outer_limit) as outer:
            try:
                async with asyncio.timeout(inner_limit) as inner:
                    try:
                        await asyncio.Event().wait()
                    finally:
                        events.append("unwinding")
                        await asyncio.sleep(0)
            except TimeoutError:
                events.append("inner")
                await asyncio.sleep(0.001)
                events.append("goes on")
    except TimeoutError:
        events.append("outer")
    left = asyncio.current_task().cancelling()
    return name, events, outer.expired(), inner.expired(), left


async def main():
    print(await attempt("inner first", 60, 0.003))
    print(await attempt("outer first", 0.003, 60))
    cancelled = asyncio.create_task(attempt("neither", 60, 60))
    await asyncio.sleep(0.001)
    cancelled.cancel()
    print("cancelled", repr((await asyncio.gather(cancelled, return_exceptions=True))[0]))
    print(*await asyncio.gather(attempt("a", 60, 0.002), attempt("b", 0.008, 60)), sep="\n")


if __name__ == "__main__":
    asyncio.run(main())
