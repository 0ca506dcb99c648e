"""Child processes: they can't be taken along, and come back as killed.

To the program that goes on, a process that hadn't ended has ended by SIGKILL, and its pipes are
broken. The process itself isn't killed: it is left alone, as by a program that dies.
"""

import asyncio
import signal
import subprocess
import sys
import threading
import warnings
from asyncio import base_subprocess
from typing import Any

from stillframe.errors import NotSaveable
from stillframe.loop.outside.transports import PIPES, attributes, break_pipe, set_attributes
from stillframe.snapshot.finishing import finisher
from stillframe.snapshot.kinds import reduces
from stillframe.snapshot.pickler import Freezer
from stillframe.snapshot.refused import refuse

KILLED = -getattr(signal, "SIGKILL", 9)
"""The return code of a process that couldn't be taken along."""

_NOBODY = 2**31 - 1
"""A number that no process has: `kill` must not hit another one's."""

_base: Any = base_subprocess


@reduces(subprocess.Popen)
def _reduce_process(process: Any, freezer: Freezer) -> Any:
    if freezer.conditions is None:
        return refuse(process, freezer)
    state = attributes(process)
    state.pop("_waitpid_lock", None)
    if state["returncode"] is None:
        state["returncode"] = process.poll()
    return _new, (type(process),), state, None, None, _set_process


def _new(kind: Any) -> Any:
    return kind.__new__(kind)


def _set_process(process: Any, state: dict[str, Any]) -> None:
    process._waitpid_lock = threading.Lock()
    set_attributes(process, state)
    if process.returncode is None:
        process.returncode = KILLED


@reduces(_base.BaseSubprocessTransport)
def _reduce_transport(transport: Any, freezer: Freezer) -> Any:
    if freezer.conditions is None:
        raise NotSaveable(f"a child process, {transport!r}, cannot be saved")
    return _new, (type(transport),), attributes(transport), None, None, set_transports


@finisher(order=40)
def set_transports(batch: list[tuple[Any, Any]]) -> None:
    """When the loops go: what is to happen goes into their ready queues."""
    for transport, state in batch:
        set_attributes(transport, state)
    for transport, _ in batch:
        if transport._loop is None or transport._proc is None:
            continue
        for pipe in transport._pipes.values():
            if pipe is not None and isinstance(pipe.pipe, PIPES):
                break_pipe(pipe.pipe)
        if transport._returncode is None and not _is_told(transport):
            transport._proc.pid = _NOBODY
            transport._process_exited(KILLED)


def _is_told(transport: Any) -> bool:
    """Whether the ready queue has it already how the process ended."""
    told = transport._process_exited
    return any(
        handle._callback == told or told in (handle._args or ())
        for handle in transport._loop._ready
    )


# What watches child processes is each Python's own.

_unix: Any = getattr(asyncio, "unix_events", None)
WATCHERS: tuple[Any, ...] = tuple(
    getattr(_unix, name)
    for name in ("AbstractChildWatcher", "_PidfdChildWatcher", "_ThreadedChildWatcher")
    if hasattr(_unix, name)
)


def _reduce_watcher(watcher: Any, freezer: Freezer) -> Any:
    return _watcher, ()


if WATCHERS:
    reduces(*WATCHERS)(_reduce_watcher)


def _watcher() -> Any:
    if sys.version_info >= (3, 14):
        pidfd = _unix.can_use_pidfd()
        return _unix._PidfdChildWatcher() if pidfd else _unix._ThreadedChildWatcher()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return asyncio.get_child_watcher()


def watches_child(thread: threading.Thread) -> bool:
    """Whether a thread waits for a child process, for asyncio."""
    target = getattr(thread, "_target", None)
    return isinstance(getattr(target, "__self__", None), WATCHERS)
