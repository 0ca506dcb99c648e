"""asyncio's event loop, on `selectors`, with a state that is plain data between two turns.

General layout:

    clock       timers and a sleep for moments of the wall clock
    turn        one turn: the ready queue, the timers, the selector
    waiting     what the machine runs: waiting for a loop
    loop        EventLoop: runs turns, pauses between them; the rest is asyncio's
"""

from stillframe.loop.loop import EventLoop

__all__ = ["EventLoop"]
