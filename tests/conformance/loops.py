"""stillframe's event loop in the place of asyncio's own, for every test that makes a loop."""

import asyncio
from asyncio import base_events, unix_events
from types import FunctionType
from typing import Any

from stillframe.loop import EventLoop
from stillframe.loop.turn import Turns


def substitute(loop: type = EventLoop) -> None:
    """Let asyncio make `loop` wherever it made its selector loop.

    Tests that build a loop of their own on `BaseEventLoop` get our turn in it.
    """
    modules: list[Any] = [asyncio, unix_events]
    for module in modules:
        for name, value in list(vars(module).items()):
            if value is ASYNCIOS:
                setattr(module, name, loop)
    unix_events._UnixDefaultEventLoopPolicy._loop_factory = loop  # type: ignore[attr-defined]

    base: Any = base_events.BaseEventLoop
    base.turns, base._ahead, base._pausing, base._torn = 0, 0.0, False, False
    for name, value in vars(Turns).items():
        if isinstance(value, FunctionType) and name != "time":  # the tests give it theirs
            setattr(base, name, value)


ASYNCIOS = asyncio.SelectorEventLoop
