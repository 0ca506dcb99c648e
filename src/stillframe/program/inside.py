"""What a program itself may ask for: `checkpoint`, `resumed`, `on_resume`.

Under plain `python` they do nothing, so that a program runs there as well.
"""

import sys
from collections.abc import Awaitable, Callable, Generator
from datetime import datetime
from types import FunctionType
from typing import TYPE_CHECKING, Any, cast, final

from stillframe.errors import NotSaveable
from stillframe.machine.call import enter
from stillframe.machine.frame import Frame
from stillframe.machine.intrinsics import CODE_INTRINSICS
from stillframe.machine.translation import translate

if TYPE_CHECKING:
    from stillframe.program.session import Session

# The session of the program that this process runs.
current: "list[Session]" = []


def checkpoint() -> Awaitable[None]:
    """Save the program here and now: ``await checkpoint()``, or ``checkpoint()`` outside a loop.

    Returns when the save is on the disk; after a resume from it, it returns again. Raises
    NotSaveable, with the path, or StoreError; the program goes on. Without `stillframe run` it
    does nothing. In plain functions it must be called by the program's own code, not by a
    library's that calls back.
    """
    if _running_loop() is not None:
        return _InLoop()
    if current:
        raise NotSaveable(
            "checkpoint() was called by native code, whose frames cannot be saved; call it from "
            "the program's own functions"
        )
    return _Done()


def resumed() -> datetime | None:
    """When the program was resumed last; None if it never was."""
    return current[-1].resumed if current else None


def on_resume(callback: Callable[[], Any]) -> Callable[[], Any]:
    """Call ``callback()`` each time that the program is resumed, before it goes on.

    What a coroutine function gives becomes a task of the program's loop. Returns ``callback``, so
    it is a decorator, too.
    """
    if current:
        current[-1].callbacks.append(callback)
    return callback


@final
class _Done:
    def __await__(self) -> Generator[Any, None, None]:
        return iter(())  # type: ignore[return-value]


@final
class _InLoop:
    """Awaited: the loop pauses, the program is saved, the future is resolved."""

    def __await__(self) -> Generator[Any, None, None]:
        loop = _running_loop()
        if not current or loop is None:
            return
        future = loop.create_future()
        current[-1].checkpoints.append(future)
        current[-1].requests.ask("checkpoint")
        yield from future


def _running_loop() -> Any:
    events = sys.modules.get("asyncio.events")
    return events._get_running_loop() if events is not None else None


def _checkpoint(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Called on the machine: the save falls before the first instruction of a frame of ours."""
    if args or kwargs or not current or _running_loop() is not None:
        return checkpoint(*args, **kwargs)
    current[-1].requests.ask("checkpoint")
    function = cast(FunctionType, _saved)
    translation = translate(function.__code__)
    return enter(frame, function, translation, [*translation.unbound], None)


def _saved() -> None:
    """What stands on the chain while a plain `checkpoint` is saved."""


CODE_INTRINSICS[id(checkpoint.__code__)] = _checkpoint
