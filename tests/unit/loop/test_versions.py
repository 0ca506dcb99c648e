"""asyncio's objects as another Python has them."""

from __future__ import annotations

import asyncio

from stillframe import freeze, thaw
from stillframe.loop import EventLoop


class Named(asyncio.PriorityQueue):  # type: ignore[type-arg]
    name = "queue"


def test_a_queue_of_an_older_python() -> None:
    for kind in (asyncio.Queue, asyncio.LifoQueue, Named):
        queue = kind(3)
        queue.put_nowait(1)
        vars(queue).pop("_is_shutdown", None)  # as 3.12 and older leave it
        again = thaw(freeze(queue))
        assert type(again) is kind
        again.put_nowait(2)
        assert sorted([again.get_nowait(), again.get_nowait()]) == [1, 2]


def test_a_queue_that_somebody_waits_for() -> None:
    async def main() -> int:
        return int(await queue.get())

    loop = EventLoop()
    queue: asyncio.Queue[int] = asyncio.Queue()
    task = loop.create_task(main())
    loop.call_soon(loop.pause)
    loop.run_turns()
    thawed, task2, queue2 = thaw(freeze((loop, task, queue)))
    for one, its, waiting in ((loop, queue, task), (thawed, queue2, task2)):
        its.put_nowait(5)
        assert one.run_until_complete(waiting) == 5
        one.close()
