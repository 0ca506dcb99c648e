"""Giving a program our event loop where it asks asyncio for one."""

import asyncio
import asyncio.events
import sys
import warnings
from typing import Any

from stillframe.loop import EventLoop


def use_our_loop() -> None:
    """From now on `asyncio.run` and `asyncio.new_event_loop` make an `EventLoop`.

    A program that sets a policy of its own, or names a loop's class, gets what it names.
    """
    policy = _Policy()
    if sys.version_info >= (3, 14):  # the public way is deprecated; asyncio itself goes this one
        asyncio.events._set_event_loop_policy(policy)  # type: ignore[attr-defined]
    else:
        asyncio.set_event_loop_policy(policy)


def _default() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return asyncio.DefaultEventLoopPolicy


class _Policy(_default()):  # type: ignore[misc]
    """asyncio's own policy, but for the loop."""

    _loop_factory = EventLoop


# It passes for asyncio's own: one that the program hasn't set.
_Policy.__name__ = _Policy.__qualname__ = _default().__name__
_Policy.__module__ = _default().__module__
