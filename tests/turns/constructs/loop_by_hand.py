"""A loop made by hand: run_until_complete, run_forever and stop, close."""

import asyncio


async def ticker(count, log):
    for n in range(count):
        log.append(n)
        await asyncio.sleep(0.001)
    return f"{count} ticks"


def finish(loop, task):
    print("callback:", task.result())
    loop.stop()


def main():
    loop = asyncio.new_event_loop()
    log = []
    try:
        print(loop.run_until_complete(ticker(3, log)), log)
        task = loop.create_task(ticker(4, log))
        task.add_done_callback(lambda done: finish(loop, done))
        print("running for ever")
        loop.run_forever()
        print("stopped", log, loop.is_running())

        loop.call_soon(print, "scheduled while nothing runs")
        loop.call_soon(loop.stop)
        loop.call_soon(print, "after stop, in the same turn")
        later = loop.call_later(3600, print, "never")
        loop.run_forever()
        later.cancel()
        future = loop.create_future()
        loop.call_later(0.002, future.set_result, "a plain future")
        print(loop.run_until_complete(future))
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()
    print("closed", loop.is_closed())
    try:
        loop.call_soon(print)
    except RuntimeError as error:
        print(error)


if __name__ == "__main__":
    main()
