"""current_task and all_tasks: who runs, and who is there."""

import asyncio


def present():
    return sorted(task.get_name() for task in asyncio.all_tasks())


async def stage(name, cue, following):
    assert asyncio.current_task().get_name() == name
    await cue.wait()
    print(asyncio.current_task().get_name(), "on stage with", present())
    following.set()


async def main():
    me = asyncio.current_task()
    me.set_name("director")
    cues = [asyncio.Event() for _ in range(4)]
    actors = [
        asyncio.create_task(stage(f"actor {n}", cues[n], cues[n + 1]), name=f"actor {n}")
        for n in range(3)
    ]
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(
        lambda: print("in a callback:", asyncio.current_task(), len(present()))
    )
    await asyncio.sleep(0.001)
    cues[0].set()
    await cues[3].wait()
    await asyncio.gather(*actors)
    print(present(), asyncio.current_task() is me)
    print([actor.get_coro().__name__ for actor in actors], me.get_coro().__qualname__)


if __name__ == "__main__":
    asyncio.run(main())
