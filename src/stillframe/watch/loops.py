"""What is written down of event loops and their tasks."""

from asyncio import Future, Task, TimerHandle
from collections.abc import Callable
from typing import Any, final

from stillframe.watch.values import Values

Event = tuple[int, int, str, int, int, float]
"""Step, loop, kind, handle or task, by which handle, number."""

# Behind these, a handle is done with.
_LAST = ("called", "drops", "cancelled")


@final
class Loops:
    """Rows of loops, handles, tasks, and what became of them; ``step`` says in which step that is.

    ``generator`` gives the row of a task's coroutine, -1 if that isn't recorded.
    """

    def __init__(
        self, values: Values, step: Callable[[], int], generator: Callable[[Task[Any]], int]
    ) -> None:
        self.events: list[Event] = []
        self.handles: list[dict[str, Any]] = []
        self.tasks: list[dict[str, Any]] = []
        self.files: list[str] = []
        self._values = values
        self._step = step
        self._generator = generator
        self._loops: dict[int, int] = {}
        self._handles: dict[int, int] = {}  # those that are waiting, or being called
        self._tasks: dict[int, int] = {}
        self._files: dict[int, int] = {}
        self._timers: list[TimerHandle] = []  # made by the handle that is being called

    def tell(self, loop: Any, kind: str, thing: Any = None, number: float = 0) -> None:
        """As `loop.Log`."""
        if kind == "cancelled" and id(thing) not in self._handles:
            return  # it has been called
        row = self._loops.setdefault(id(loop), len(self._loops))
        running = loop.running
        by = self._handles.get(id(running), -1) if running is not None else -1
        if kind.endswith(("to read", "to write")):
            what = self._file(loop, thing)
        elif kind == "task":
            what = self._task(thing)
        else:
            what = self._handle(thing) if thing is not None else -1
        if kind == "called":
            task = task_of(thing)
            number = int(task is not None and task.done())
            by = -1
        if kind == "calls":
            task = task_of(thing)
            if task is not None:
                self._task(task)
            by = -1
        if kind == "called":
            self._wakes(*self._timers)
            self._timers.clear()
        elif kind == "timer":
            self._timers.append(thing)
        elif kind in ("ready", "calls"):
            self._wakes(thing)
        self.events.append((self._step(), row, kind, what, by, number))
        if kind in _LAST:
            self._handles.pop(id(thing), None)
        elif kind.startswith("no longer"):  # the number may come to mean another one
            self._unwatched(loop, thing)

    def _handle(self, handle: Any) -> int:
        known = self._handles.get(id(handle))
        if known is None:
            known = self._handles[id(handle)] = len(self.handles)
            task = task_of(handle)
            timer = isinstance(handle, TimerHandle)
            self.handles.append(
                {
                    "text": _name(handle._callback),
                    "task": self._task(task) if task is not None else -1,
                    "when": handle.when() if timer else None,
                    "wakes": -1,
                }
            )
        return known

    def _wakes(self, *handles: Any) -> None:
        """Whom a timer wakes is known when a task waits for it, and may change until it is due."""
        for handle in handles:
            if isinstance(handle, TimerHandle) and id(handle) in self._handles:
                task = woken_by(handle)
                row = self.handles[self._handles[id(handle)]]
                row["wakes"] = self._task(task) if task is not None else -1

    def _task(self, task: Task[Any]) -> int:
        value = self._values.of(task)
        known = self._tasks.get(value)
        if known is None:
            known = self._tasks[value] = len(self.tasks)
            self.tasks.append({"name": "", "generator": -1, "value": value})
        row = self.tasks[known]
        row["name"] = task.get_name()  # it may be given another one
        if row["generator"] < 0:
            row["generator"] = self._generator(task)
        return known

    def _unwatched(self, loop: Any, file: Any) -> None:
        number = file if isinstance(file, int) else file.fileno()
        if number not in loop._selector.get_map():
            del self._files[number]

    def _file(self, loop: Any, file: Any) -> int:
        number = file if isinstance(file, int) else file.fileno()
        if number not in self._files:
            self._files[number] = len(self.files)
            own = getattr(loop, "_ssock", None)
            transport = getattr(loop, "_transports", {}).get(number)
            if own is not None and own.fileno() == number:
                self.files.append("the loop's own socket")
            elif transport is not None:
                self.files.append(f"{type(transport).__name__.strip('_')} on {number}")
            else:
                kind = "file" if number is file else type(file).__name__
                self.files.append(f"{kind} {number}")
        return self._files[number]


def task_of(handle: Any) -> Task[Any] | None:
    """The task whose step or wakeup a handle is."""
    owner = getattr(handle._callback, "__self__", None)
    return owner if isinstance(owner, Task) else None


def woken_by(timer: Any) -> Task[Any] | None:
    """The task that waits for the future which a timer sets, or that its timeout interrupts."""
    for thing in (getattr(timer._callback, "__self__", None), *(timer._args or ())):
        if isinstance(thing, Future):
            for waiting, *_ in thing._callbacks or ():
                task = getattr(waiting, "__self__", None)
                if isinstance(task, Task):
                    return task
        elif type(thing).__module__ == "asyncio.timeouts":
            task = thing._task
            return task if isinstance(task, Task) else None
    return None


def _name(callback: Any) -> str:
    """What a callback is called; a task's are its step and its wakeup, whichever class makes it."""
    if isinstance(getattr(callback, "__self__", None), Task):
        return "wakeup" if "wakeup" in getattr(callback, "__name__", "") else "step"
    name = getattr(callback, "__qualname__", None) or getattr(callback, "__name__", None)
    return name if type(name) is str else type(callback).__name__
