"""asyncio.Runner: several runs on one loop, in one context; what is left is still there."""

import asyncio
import contextvars

visits = contextvars.ContextVar("visits", default=0)


async def count():
    visits.set(visits.get() + 1)
    await asyncio.sleep(0.001)
    return visits.get(), asyncio.get_running_loop()


async def background(log):
    try:
        while True:
            log.append(len(log))
            await asyncio.sleep(0.0005)
    finally:
        print("background ends")


async def start(log):
    task = asyncio.create_task(background(log), name="background")
    await asyncio.sleep(0)
    return task


with asyncio.Runner() as runner:
    loop = runner.get_loop()
    (first, its_loop), (second, _) = runner.run(count()), runner.run(count())
    print(first, second, its_loop is loop, loop.is_running(), visits.get())
    own = contextvars.copy_context()
    print(runner.run(count(), context=own)[0], own[visits], runner.run(count())[0])
    entries = []
    task = runner.run(start(entries))
    print("between two runs", task.get_name(), task.done(), len(entries) > 0)
    so_far = len(entries)
    runner.run(asyncio.sleep(0.003))
    print("it went on:", len(entries) > so_far)
    try:
        runner.run(asyncio.wait_for(asyncio.Event().wait(), 0.001))
    except TimeoutError as error:
        print("run raised", type(error).__name__)
print("closed", loop.is_closed(), task.cancelled())
