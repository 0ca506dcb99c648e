"""Loops, tasks and futures are put into their state, when all objects of a thaw are there."""

import asyncio
from collections import defaultdict
from typing import Any

from stillframe.loop.futures import State, Task, set_attributes, set_callbacks, settle
from stillframe.loop.state import LoopState, set_state
from stillframe.loop.stepping import stepping, wakeup_of
from stillframe.loop.tasks import (
    Oddity,
    TaskState,
    begin,
    begin_to_end,
    cancelled_by,
    end,
    wait,
    waits,
)
from stillframe.snapshot.finishing import finisher


@finisher(order=30)
def activate(batch: list[tuple[Any, Any]]) -> None:
    """First all tasks begin, then those that waited wait, then futures and tasks end.

    So nobody waits for a future that has ended already, or for a task that begins anew after it.
    """
    loops: list[tuple[Any, LoopState]] = []
    tasks: list[tuple[Any, TaskState]] = []
    states: list[tuple[Any, State]] = []
    for obj, state in batch:
        if isinstance(obj, asyncio.AbstractEventLoop):
            loops.append((obj, state))
            tasks.extend(zip(state.tasks, zip(*state.states, strict=True), strict=True))
        elif isinstance(obj, Task):
            tasks.append((obj, state))
        else:
            states.append((obj, state))

    odd: list[tuple[Any, Oddity]] = []
    waiting, ending = defaultdict[Any, list[Any]](list), defaultdict[Any, list[Any]](list)
    for task, state in tasks:
        oddity = state[4]
        error = cancelled_by(oddity) if oddity is not None else None
        if error is not None:
            ending[task.get_loop()].append(begin_to_end(task, state, error))
        else:
            step = begin(task, state)
            if waits(state):
                waiting[task.get_loop()].append((task, state, step))
        if oddity is not None:
            odd.append((task, oddity))
            if oddity.state is not None:
                states.append((task, oddity.state))
    for future, has in states:
        if has.attributes:
            set_attributes(future, has.attributes)
    for loop, begun in waiting.items():
        with stepping(loop):
            for one in begun:
                wait(*one)
    for loop, wakeups in ending.items():
        with stepping(loop):
            for wakeup in wakeups:
                wakeup()
    for future, has in states:
        if has.outcome and not isinstance(future, Task):
            settle(future, has.outcome)
    for task, oddity in odd:
        end(task, oddity)
    for task, has in states:
        if has.outcome and not task.done():
            settle(task, has.outcome)
    for future, has in states:
        if has.callbacks:
            set_callbacks(future, has.callbacks, wakeup_of)
    for loop, whole in loops:
        set_state(loop, whole)
