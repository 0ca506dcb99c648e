"""An event loop between two turns: what is written of it, and what isn't."""

import asyncio
from typing import Any, NamedTuple

from stillframe.errors import NotSaveable
from stillframe.loop.attached import Attached, attach, attached
from stillframe.loop.loop import LOOPS, NAMES, EventLoop
from stillframe.loop.outside.around import Outside, outside_of, put_back
from stillframe.loop.stepping import Capture
from stillframe.loop.tasks import prepare, state_of_task
from stillframe.snapshot.pickler import Freezer


class LoopState(NamedTuple):
    """What an event loop has.

    ``time`` is what its clock shows, ``names`` how many tasks were given a number. ``tasks`` are
    the pending tasks, ``states`` the columns of their TaskStates, ``attached`` is what modules
    keep for them, ``outside`` what the loop has to do with the world outside (None: nothing).
    """

    attributes: dict[str, Any]
    time: float
    tasks: list[Any]
    states: list[list[Any]]
    async_generators: list[Any]
    attached: Attached
    names: int
    outside: Outside | None


# What each process makes for itself.
OWN = frozenset(
    (
        "_ahead",
        "_asyncgens",
        "_clock_resolution",
        "_csock",
        "_default_executor",
        "_internal_fds",
        "_pausing",
        "_selector",
        "_signal_handlers",
        "_ssock",
        "_thread_id",
        "_transports",
        "_unix_server_sockets",
    )
)


def state_of_loop(loop: Any, freezer: Freezer) -> LoopState:
    """The state of a loop. NotSaveable if it is running."""
    if loop.is_running():
        raise NotSaveable("an event loop that is running cannot be saved; pause it between turns")
    outside = outside_of(loop, freezer)
    pending = freezer.once(pending_tasks, loop)
    prepare(pending, freezer)
    tasks = list(pending.values())
    states = [state_of_task(task, freezer) for task in tasks]
    columns = [list(column) for column in zip(*states, strict=True)] or [[], [], [], [], []]
    attributes = {name: value for name, value in vars(loop).items() if name not in OWN}
    generators = list(loop._asyncgens)
    kept = attached(loop)
    return LoopState(attributes, loop.time(), tasks, columns, generators, kept, NAMES.last, outside)


def announce_loops(freezer: Freezer) -> None:
    """All loops are going to be written, and their coroutines may come before them."""
    for loop in LOOPS:
        if not loop.is_closed() and not loop.is_running():
            prepare(freezer.once(pending_tasks, loop), freezer)


def pending_tasks(loop: Any) -> dict[int, Any]:
    """The tasks of a loop that haven't ended, by their ids."""
    return {id(task): task for task in asyncio.all_tasks(loop)}


def new_loop(kind: Any) -> Any:
    """A loop that `set_state` will put into its state; nothing is scheduled until then."""
    loop: Any = kind.__new__(kind)
    EventLoop.__init__(loop)
    vars(loop)["call_soon"] = Capture()
    return loop


def set_state(loop: Any, state: LoopState) -> None:
    del loop.call_soon
    if state.attributes["_closed"]:
        loop.close()
    vars(loop).update(state.attributes)
    loop._asyncgens.update(state.async_generators)
    attach(state.attached)
    NAMES.last = max(NAMES.last, state.names)
    loop._ahead += state.time - loop.time()
    loop._reckon_timers()
    if state.outside is not None:
        put_back(loop, state.outside)
