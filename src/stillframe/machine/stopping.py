"""Stopping the machine from outside, between two instructions.

A signal handler, another thread or the program itself asks; the machine stops where control goes
backwards in a loop or from one frame to another, with every frame plain data. Asking costs the
machine one look at a list in each of those places.
"""

from typing import Protocol

from stillframe.machine.frame import Frame

# Not empty while a stop is asked for. A list: blocks and loop look at it without a lookup by name
# in a module, and emptying it is one step.
STOP: list[bool] = []


class Pausable(Protocol):
    """What runs natively for long, and stops between two of its turns: an event loop."""

    def pause(self) -> None:
        """Stop after this turn. Safe in signal handlers and from other threads."""


# Those that run now, in any thread.
RUNNING: set[Pausable] = set()


def request_stop() -> None:
    """Ask for a stop. Safe in signal handlers and from other threads."""
    STOP.append(True)


def take_back() -> None:
    """No stop is asked for any more."""
    STOP.clear()


def stop(frame: Frame, lasti: int, pc: int) -> int:
    """Leave a block between two instructions: the frame goes on at ``pc``."""
    frame.lasti = lasti
    frame.pc = pc
    frame.switch = frame
    return -1
