"""asyncio's event loop, on `selectors`, with a state that is plain data between two turns.

General layout:

    clock       timers and a sleep for moments of the wall clock
    turn        one turn: the ready queue, the timers, the selector
    waiting     what the machine runs: waiting for a loop
    loop        EventLoop: runs turns, pauses between them; the rest is asyncio's
    contexts    contexts, context variables, tokens
    futures     the state of futures: read, and put into new ones
    stepping    a task's first step, its step and its wakeup
    tasks       the state of tasks, and how they come to wait again
    attached    what modules keep for tasks and loops
    state       the state of a loop
    outside     sockets, transports, child processes, executors, signals
    activation  the order in which all of them are put into their state
    reducers    how they are pickled
    refusals    where it is that something can't be saved
    versions    asyncio's plain objects under another Python
    abandoned   what was saved and goes on elsewhere
"""

from stillframe.loop import reducers as _reducers  # noqa: F401 (it registers its types)
from stillframe.loop import refusals as _refusals  # noqa: F401 (so does it)
from stillframe.loop import versions as _versions  # noqa: F401 (it, too)
from stillframe.loop.abandoned import abandon
from stillframe.loop.loop import EventLoop

__all__ = ["EventLoop", "abandon"]
