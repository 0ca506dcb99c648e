"""TaskGroup: children, children of children, results, names, and tasks added while it ends."""

import asyncio


async def child(name, group, depth):
    await asyncio.sleep(0)
    if depth:
        for side in "lr":
            group.create_task(child(name + side, group, depth - 1), name=name + side)
    await asyncio.sleep(0.001)
    return name


async def main():
    async with asyncio.TaskGroup() as group:
        first = group.create_task(child("a", group, 0), name="a")
        second = group.create_task(asyncio.sleep(0.002, "second"))
        print("in the block", first.done(), await first)
    print("after it", second.result())

    results = []
    async with asyncio.TaskGroup() as group:
        root = group.create_task(child("", group, 3))
        root.add_done_callback(lambda task: results.append(task.result()))
        group.create_task(child("late", group, 2)).add_done_callback(
            lambda task: results.append(task.result())
        )
        while len(results) < 2:
            await asyncio.sleep(0.001)
        print("the block ends", sorted(results))
    print(root.result() == "", len(asyncio.all_tasks()))
    late = child("too late", group, 0)
    try:
        group.create_task(late)
    except RuntimeError as error:
        print("RuntimeError", "finished" in str(error) or "shutting down" in str(error))
    finally:
        late.close()


asyncio.run(main())
