"""Rows of the table: what the operating system keeps for a program."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from typing import Any

from stillframe.program.process import UNCHANGED, at_begin, row

# The working folder. That it is there is a condition (`conditions`).


row("working folder", "where relative paths begin", os.getcwd, os.chdir, early=True)


# Environment variables: what the program changed.

_environment: dict[str, str] = {}


@at_begin
def _note_environment() -> None:
    _environment.clear()
    _environment.update(os.environ)


def _save_environment() -> tuple[dict[str, str], list[str]]:
    changed = {name: value for name, value in os.environ.items() if _environment.get(name) != value}
    return changed, [name for name in _environment if name not in os.environ]


def _load_environment(values: tuple[dict[str, str], list[str]]) -> None:
    changed, gone = values
    wanted = _environment | changed
    for name in os.environ.keys() - (wanted.keys() - set(gone)):
        del os.environ[name]
    os.environ.update({name: value for name, value in wanted.items() if name not in gone})
    if hasattr(time, "tzset"):
        time.tzset()


row(
    "environment variables",
    "those that the program set or removed; the others are the new process's",
    _save_environment,
    _load_environment,
    early=True,
)


# The mask of file permissions, which can only be read by setting it.

_UNUSUAL = 0o077


def _save_umask() -> int:
    mask = os.umask(_UNUSUAL)
    os.umask(mask)
    return mask


def _load_umask(mask: int) -> None:
    os.umask(mask)


row("umask", "the permissions that new files don't get", _save_umask, _load_umask, early=True)


# Signals: handlers that the program set, signals that it blocks, timers that will send one.

_handlers: dict[int, Any] = {}


@at_begin
def _note_handlers() -> None:
    _handlers.clear()
    _handlers.update({number: signal.getsignal(number) for number in signal.valid_signals()})


def note_handler(number: int, handler: Any) -> None:
    """A handler of ours stands there from now on: the program hasn't set it."""
    _handlers[number] = handler


def _save_signals() -> Any:
    handlers = {}
    for number, before in _handlers.items():
        handler = signal.getsignal(number)
        if handler is not before and handler is not None:
            handlers[int(number)] = handler
    timers = {}
    blocked: list[int] = []
    if hasattr(signal, "getitimer"):
        kinds = (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)
        timers = {kind: left for kind in kinds if any(left := signal.getitimer(kind))}
    if hasattr(signal, "pthread_sigmask"):
        blocked = [int(one) for one in signal.pthread_sigmask(signal.SIG_BLOCK, [])]
    found = handlers, timers, blocked
    return found if any(found) else UNCHANGED


def _load_signals(values: Any) -> None:
    handlers, timers, blocked = values
    for number, handler in handlers.items():
        signal.signal(number, handler)
    for kind, (left, interval) in timers.items():
        signal.setitimer(kind, left, interval)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, blocked)


row(
    "signals",
    "handlers that the program set, blocked signals, interval timers with what is left of them",
    _save_signals,
    _load_signals,
)


# Standard streams: another object in the place of one, and what `reconfigure` changed.

_STREAMS = ("stdin", "stdout", "stderr")
_OPTIONS = ("encoding", "errors", "line_buffering", "write_through")
_options: dict[str, dict[str, Any]] = {}


def _options_of(name: str) -> dict[str, Any]:
    stream = getattr(sys, f"__{name}__")
    return {option: getattr(stream, option, None) for option in _OPTIONS}


@at_begin
def _note_streams() -> None:
    _options.update({name: _options_of(name) for name in _STREAMS})


def _save_streams() -> Any:
    replaced, options = {}, {}
    for name in _STREAMS:
        stream, usual = getattr(sys, name, None), getattr(sys, f"__{name}__")
        if stream is not usual:
            replaced[name] = stream
        elif stream is not None and name != "stdin":
            with contextlib.suppress(OSError, ValueError):  # nobody reads: it's lost either way
                stream.flush()
        now = _options_of(name)
        changed = {key: now[key] for key in _OPTIONS if now[key] != _options[name][key]}
        if changed:
            options[name] = changed
    return (replaced, options) if replaced or options else UNCHANGED


def _load_streams(values: Any) -> None:
    replaced, options = values
    for name, changed in options.items():
        getattr(sys, f"__{name}__").reconfigure(**changed)
    vars(sys).update(replaced)


row(
    "standard streams",
    "the new process's; one that the program replaced goes along; what `reconfigure` changed",
    _save_streams,
    _load_streams,
)
