"""asyncio under another Python: what objects lack, and what its code looks for in vain."""

import asyncio
from types import SimpleNamespace
from typing import Any, Self
from weakref import WeakSet

from stillframe.snapshot.elsewhere import ADDED, ALIASES, FUNCTIONS, NAMES, RENAMED
from stillframe.snapshot.kinds import reduces
from stillframe.snapshot.pickler import Freezer

ADDED["asyncio.queues.Queue"] = {"_is_shutdown": False}

# Code of 3.13's queues catches and raises it; nothing that has a queue in 3.12 shuts it down.
NAMES["asyncio.queues", "QueueShutDown"] = lambda: type("QueueShutDown", (Exception,), {})

# `Runner.close` of 3.12 names a time for threads to end in; 3.11 waits for as long as it takes.
NAMES["asyncio.runners", "constants"] = lambda: SimpleNamespace(THREAD_JOIN_TIMEOUT=None)

# `wait_for` of 3.11 has a helper that takes the loop, too.
ALIASES[(3, 11), "asyncio.tasks", "_cancel_and_wait"] = "_cancel_and_wait_311"
NAMES["asyncio.tasks", "_cancel_and_wait_311"] = lambda: _cancel_and_wait

# What 3.13's `as_completed` gives; in 3.12 it is a generator.
NAMES["asyncio.tasks", "_AsCompletedIterator"] = lambda: _AsCompleted

# 3.12 has two ways in which a transport writes, where 3.11 has one.
_WAYS = {
    "_write_ready": "_write_sendmsg",
    "_write_sendmsg": "_write_ready",
    "_write_send": "_write_ready",
}
for _one, _other in _WAYS.items():
    _kind = "_SelectorSocketTransport"
    RENAMED["asyncio.selector_events", f"{_kind}.{_one}"] = f"{_kind}.{_other}"


def _cancel_and_wait(fut: Any, loop: Any) -> Any:
    return asyncio.tasks._cancel_and_wait(fut)  # type: ignore[attr-defined]


class _AsCompleted:
    """Goes on where an iterator of 3.13 stood: its attributes are those of that one.

    `_done` is a queue of what has ended, with None for each that hasn't when time is over; `_todo`
    is what hasn't ended; `_todo_left` counts what wasn't asked for.
    """

    __module__ = "asyncio.tasks"
    __qualname__ = "_AsCompletedIterator"

    _done: asyncio.Queue[Any]
    _todo: set[Any]
    _todo_left: int
    _timeout_handle: Any

    def __iter__(self) -> Self:
        return self

    def __aiter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        if not self._todo_left:
            raise StopIteration
        self._todo_left -= 1
        return self._wait_for_one(resolve=True)

    async def __anext__(self) -> Any:
        if not self._todo_left:
            raise StopAsyncIteration
        self._todo_left -= 1
        return await self._wait_for_one()

    async def _wait_for_one(self, resolve: bool = False) -> Any:
        ended = await self._done.get()
        if ended is None:
            raise TimeoutError
        return ended.result() if resolve else ended

    def _handle_completion(self, future: Any) -> None:
        if future in self._todo:
            self._todo.remove(future)
            self._done.put_nowait(future)
            if not self._todo and self._timeout_handle is not None:
                self._timeout_handle.cancel()

    def _handle_timeout(self) -> None:
        while self._todo:
            self._todo.pop().remove_done_callback(self._handle_completion)
            self._done.put_nowait(None)


def _notify(self: Any, n: int) -> None:
    """`Condition.notify`, for one who doesn't hold the lock."""
    for future in [one for one in self._waiters if not one.done()][:n]:
        future.set_result(False)


# `Condition.wait` of 3.13 calls it when it is cancelled.
FUNCTIONS["asyncio.locks", "Condition", "_notify"] = _notify


# 3.14 notes who waits for a future, to show it.
for _module in ("asyncio.tasks", "asyncio.taskgroups"):
    for _name in ("future_add_to_awaited_by", "future_discard_from_awaited_by"):
        FUNCTIONS[_module, "futures", _name] = lambda future, waiter: None


# Servers count their connections, and from 3.13 on they know them: each is told anew.


@reduces(asyncio.base_events.Server)
def _reduce_server(server: Any, freezer: Freezer) -> Any:
    make, arguments, state = server.__reduce_ex__(5)[:3]
    kept = {name: value for name, value in state.items() if name not in _CONNECTIONS}
    return make, arguments, kept, None, None, _set_server


def _set_server(server: Any, state: dict[str, Any]) -> None:
    vars(server).update(state)
    for name, empty in _CONNECTIONS.items():
        vars(server).setdefault(name, empty())


_CONNECTIONS: dict[str, Any] = {"_active_count": int, "_clients": WeakSet}


def attach(server: Any, transport: Any) -> None:
    """A transport of a server was made again; perhaps the server has no state yet."""
    names = vars(server)
    names["_active_count"] = names.get("_active_count", 0) + 1
    names.setdefault("_clients", WeakSet()).add(transport)
