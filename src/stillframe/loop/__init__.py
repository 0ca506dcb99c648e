"""asyncio's event loop, on `selectors`, with a state that is plain data between two turns.

General layout:

    waiting     what the machine runs: waiting for a loop
    loop        EventLoop: turns, pausing between them, a clock that can go on elsewhere
"""

from stillframe.loop.loop import EventLoop

__all__ = ["EventLoop"]
