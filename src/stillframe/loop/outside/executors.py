"""Pools of threads and processes: idle ones are made anew, those at work are waited for."""

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, thread
from types import FrameType
from typing import Any

from stillframe.errors import NotSaveable
from stillframe.snapshot.kinds import has_parts, reduces
from stillframe.snapshot.pickler import Freezer
from stillframe.snapshot.refused import refuse

_worker: Any = thread._worker


@has_parts(Executor, Future)
def _no_parts(obj: Any) -> Iterator[tuple[str, Any]]:
    """A refusal's path ends here: it is one of these that is at work, nothing in it."""
    yield from ()


@reduces(Future)
def _reduce_future(future: Any, freezer: Freezer) -> Any:
    if not future.done():
        raise NotSaveable("work in a thread or a process of an executor is in progress")
    state = {name: value for name, value in vars(future).items() if name != "_condition"}
    return _future, (type(future),), state


def _future(kind: Any) -> Any:
    future = kind.__new__(kind)
    Future.__init__(future)
    return future


@reduces(Executor)
def _reduce_executor(pool: Any, freezer: Freezer) -> Any:
    if freezer.conditions is None:
        return refuse(pool, freezer)
    if isinstance(pool, ThreadPoolExecutor):
        if _is_busy(pool):
            raise NotSaveable("work in a thread of this executor is in progress")
        return _threads, (type(pool),), _kept(pool, _OF_THREADS)
    processes = sys.modules.get("concurrent.futures.process")
    if processes is not None and isinstance(pool, processes.ProcessPoolExecutor):
        if pool._pending_work_items:
            raise NotSaveable("work in a process of this executor is in progress")
        method = pool._mp_context.get_start_method()
        return _processes, (type(pool), method), _kept(pool, _OF_PROCESSES)
    return NotImplemented


def _is_busy(pool: Any) -> bool:
    if any(map(work_of, pool._threads)):
        return True
    # What tells the threads to end stays in the queue when they have.
    ended = pool._shutdown and not any(one.is_alive() for one in pool._threads)
    return not (ended or pool._work_queue.empty())


_OF_THREADS = (
    "_max_workers",
    "_thread_name_prefix",
    "_initializer",
    "_initargs",
    "_create_worker_context",  # the last two from 3.14 on
    "_resolve_work_item_task",
    "_broken",
    "_shutdown",
)
_OF_PROCESSES = (
    "_max_workers",
    "_initializer",
    "_initargs",
    "_max_tasks_per_child",
    "_safe_to_dynamically_spawn_children",
    "_broken",
    "_shutdown_thread",
)


def _kept(pool: Any, names: tuple[str, ...]) -> dict[str, Any]:
    own = vars(pool)
    return {name: own[name] for name in names if name in own}


def _threads(kind: Any) -> Any:
    pool = kind.__new__(kind)
    ThreadPoolExecutor.__init__(pool, 1)
    return pool


def _processes(kind: Any, method: str) -> Any:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pool = kind.__new__(kind)
    ProcessPoolExecutor.__init__(pool, 1, get_context(method))
    return pool


def end_processes() -> None:
    """End the processes of all executors: they would outlive one that ends without a word."""
    module: Any = sys.modules.get("concurrent.futures.process")
    for manager in list(module._threads_wakeups) if module is not None else ():
        for process in list(manager.processes.values()):
            process.terminate()


# Threads of executors


def is_pooled(one: threading.Thread) -> bool:
    """Whether a thread belongs to an executor."""
    return is_worker(one) or type(one).__name__ == "_ExecutorManagerThread" or _feeds(one)


def _feeds(one: threading.Thread) -> bool:
    target = getattr(one, "_target", None)
    return one.daemon and getattr(target, "__qualname__", None) == "Queue._feed"


def is_worker(one: threading.Thread) -> bool:
    """Whether a thread is one of a ThreadPoolExecutor."""
    return getattr(one, "_target", None) is _worker


def work_of(one: threading.Thread) -> FrameType | None:
    """The frame of what a worker is doing; None if it is idle.

    An idle one waits in `_worker` for work, and holds none.
    """
    frame = sys._current_frames().get(one.ident or 0)
    if frame is None or (frame.f_code is _worker.__code__ and not _has_work(frame)):
        return None
    while frame.f_back is not None and frame.f_back.f_code.co_qualname != "_WorkItem.run":
        frame = frame.f_back
    return frame


def _has_work(frame: FrameType) -> bool:
    return frame.f_locals.get("work_item") is not None
