"""asyncio's objects as another Python has them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from stillframe import freeze, thaw
from stillframe.loop import EventLoop, versions


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


def test_as_completed_of_a_later_python() -> None:
    async def main() -> list[int]:
        found = []
        for each in completed:
            found.append(await each)
        return found

    async def many() -> list[Any]:
        return [await each async for each in completed]

    async def number(n: int) -> int:
        await asyncio.sleep(0.001 * n)
        return n

    loop = EventLoop()
    for way, wanted in ((main, [1, 2]), (many, None)):
        completed = as_saved(loop, number)
        found = loop.run_until_complete(way())
        assert wanted is None or found == wanted
    completed = as_saved(loop, number)
    completed._handle_timeout()
    with pytest.raises(TimeoutError):
        loop.run_until_complete(main())
    loop.run_until_complete(asyncio.sleep(0.01))
    loop.close()


def as_saved(loop: EventLoop, number: Any) -> Any:
    """As `asyncio.as_completed` of 3.13 stands when it has begun."""
    completed = versions._AsCompleted()
    completed._done = asyncio.Queue()
    completed._todo = {loop.create_task(number(n)) for n in (2, 1)}
    completed._todo_left = 2
    completed._timeout_handle = None
    for task in completed._todo:
        task.add_done_callback(completed._handle_completion)
    return completed


def test_a_condition_wakes_another_one() -> None:
    async def main() -> list[Any]:
        condition = asyncio.Condition()
        futures = [asyncio.get_running_loop().create_future() for _ in range(3)]
        futures[0].cancel()
        condition._waiters.extend(futures)  # type: ignore[attr-defined]
        versions._notify(condition, 1)
        return [one.done() for one in futures]

    loop = EventLoop()
    assert loop.run_until_complete(main()) == [True, True, False]
    loop.close()


def test_attributes_of_a_future_of_another_kind() -> None:
    async def main() -> None:
        gathered = asyncio.gather(asyncio.sleep(0.001, 1), asyncio.sleep(0.001, 2))
        kept.append(gathered)
        await gathered

    kept: list[Any] = []
    loop = EventLoop()
    task = loop.create_task(main())
    loop.turn()
    again, thawed = thaw(freeze((loop, kept)))
    assert thawed[0]._cancel_requested is False  # 3.14 keeps no dict for it
    assert again.run_until_complete(thawed[0]) == loop.run_until_complete(kept[0]) == [1, 2]
    assert loop.run_until_complete(task) is None
    for one in (loop, again):
        one.run_until_complete(asyncio.sleep(0))
        one.close()
