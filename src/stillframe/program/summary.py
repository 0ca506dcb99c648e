"""What a person wants to know of a stopped program, as JSON: written with each save.

So a saved program can be looked at without running any of its code.
"""

import functools
import json
import linecache
import os
from heapq import nsmallest
from math import inf
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from stillframe.machine.frame import Frame
from stillframe.machine.locals import snapshot
from stillframe.machine.policy import is_library
from stillframe.program.session import Session
from stillframe.short import short

_MOST = 200  # tasks and timers that are described; the others are counted
_LONG = 100


def summary(session: Session) -> str:
    """Frames, tasks and timers of a session whose machine has stopped."""
    frames = [_frame(one) for one in session.machine.frames() if not _is_ours(one)][::-1]
    loops = [_loop(loop) for loop in session.loops()]
    return json.dumps({"frames": frames, "loops": loops})


_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


def _is_ours(frame: Frame) -> bool:
    """A frame that stands for a sleep, a checkpoint, a loop that waits: the program called one."""
    return frame.f_code.co_filename.startswith(_HERE)


# What a module's body binds by `import`, `def` and `class` is not what one looks for.
_DEFINED = (ModuleType, FunctionType, BuiltinFunctionType, type)


def _frame(frame: Frame) -> dict[str, Any]:
    code = frame.f_code
    names = snapshot(frame) if frame.locals is None else _values(frame.locals)
    return _entry(code.co_qualname, code.co_filename, frame.f_lineno or 0, names)


def _values(namespace: Any) -> dict[str, Any]:
    """Of a module's or class's namespace, what it has computed."""
    return {
        name: value
        for name, value in dict(namespace).items()
        if not name.startswith("__") and not isinstance(value, _DEFINED)
    }


_of_library = functools.lru_cache(1000)(is_library)


def _entry(function: str, file: str, line: int, names: dict[str, Any]) -> dict[str, Any]:
    return {
        "function": function,
        "file": file,
        "line": line,
        "source": linecache.getline(file, line).strip(),
        "library": _of_library(file),
        "locals": {name: shown(value) for name, value in names.items()},
    }


def _loop(loop: Any) -> dict[str, Any]:
    from asyncio import all_tasks

    tasks = all_tasks(loop)
    timers = [one for one in loop._scheduled if not one._cancelled]
    shown_tasks = nsmallest(_MOST, tasks, key=_number)
    shown_timers = nsmallest(_MOST, timers)
    now = loop.time()
    left = {id(_waiter(task)): inf for task in shown_tasks}
    for one in timers:
        for part in one._args or ():
            if id(part) in left:
                left[id(part)] = min(left[id(part)], one.when() - now)
    return {
        "tasks": [_task(task, left) for task in shown_tasks],
        "timers": [
            {"left": max(one.when() - now, 0.0), "callback": _callback(one)} for one in shown_timers
        ],
        "task_count": len(tasks),
        "timer_count": len(timers),
        "ready_count": len(loop._ready),
    }


def _number(task: Any) -> tuple[int, str]:
    """Task-10 comes after Task-9."""
    name = task.get_name()
    digits = name.rpartition("-")[2]
    return (int(digits) if digits.isdecimal() else 0), name


def _waiter(task: Any) -> Any:
    return getattr(task, "_fut_waiter", None)


def _task(task: Any, left: dict[int, float]) -> dict[str, Any]:
    from stillframe.native.stack import stack

    entries, waits_for = [], None
    try:
        found = stack(task)
    except TypeError:  # a coroutine that isn't one of CPython's
        pass
    else:
        waits_for = found.waits_for
        entries = [_entry(one.function, one.file, one.line, one.locals) for one in found]
    future = _waiter(task)
    seconds = left[id(future)] if future is not None else inf
    return {
        "name": task.get_name(),
        "cancelling": task.cancelling(),
        "waits_for": _awaited(future if future is not None else waits_for, entries),
        "left": None if seconds == inf else max(seconds, 0.0),
        "ready": future is None or future.done(),
        "stack": entries,
    }


def _awaited(future: Any, entries: list[dict[str, Any]]) -> str:
    """Another task by its name; a plain future by the function that awaits it."""
    if hasattr(future, "get_name"):
        return str(future.get_name())
    if type(future).__name__ == "Future" and entries:
        return f"{entries[-1]['function']}()"
    return shown(future)


def _callback(handle: Any) -> str:
    from stillframe.loop.futures import Future, wakes

    for part in handle._args or ():
        if isinstance(part, Future):
            for callback, _ in part._callbacks or ():
                task = wakes(callback)
                if task is not None and _waiter(task) is part:
                    return f"wakes {task.get_name()}"
    return " ".join(name for name in map(_name, (handle._callback, *(handle._args or ()))) if name)


def _name(value: Any) -> str:
    return getattr(value, "__qualname__", None) or shown(value)


def shown(value: Any) -> str:
    """A value in a line of what is shown of a program."""
    return short(value, _LONG)
