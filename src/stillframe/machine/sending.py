"""gen_send_ex: the one way to resume a generator (Objects/genobject.c).

`next`, `send`, `throw` and `close` all end here. The generator's frame is linked into the call
chain; ``suspend`` and ``leave`` (ops/suspend.py) take it out again.
"""

from typing import TYPE_CHECKING, Any

from stillframe.machine.frame import (
    CLOSED,
    CREATED,
    RUNNING,
    SUSPENDED,
    THROW,
    Frame,
)
from stillframe.machine.recursion import LIMIT
from stillframe.machine.resume import Close, Resumer

if TYPE_CHECKING:
    from stillframe.machine.generators import GeneratorBase


def link(generator: "GeneratorBase", caller: Frame | None, resumer: Resumer) -> Frame:
    """Link the generator's frame into the call chain."""
    frame = generator.frame
    assert frame is not None
    frame.back = caller
    frame.resumer = resumer
    frame.generator = generator
    generator.state = RUNNING
    if caller is not None:
        frame.depth = caller.depth + 1
        if frame.depth >= LIMIT.depth:
            unlink(generator)
            raise LIMIT.exceeded()
    if frame.handled is not None:
        frame.exc_info = frame.handled
    else:
        frame.exc_info = caller.exc_info if caller is not None else None
    return frame


def unlink(generator: "GeneratorBase") -> None:
    """Take back what _link did: the resumption never began."""
    frame = generator.frame
    assert frame is not None
    frame.back = frame.resumer = frame.generator = None
    started = frame.code.instructions[frame.lasti].op != "RETURN_GENERATOR"
    generator.state = SUSPENDED if started else CREATED


def gen_send_ex(
    generator: "GeneratorBase",
    value: Any,
    error: BaseException | None,
    caller: Frame | None,
    resumer: Resumer,
) -> Frame | None:
    """Resume a generator: link its frame into the chain and give the frame to go on with.

    It will go on with `value` as what its `yield` gives, or by raising `error`. None: there is
    nothing to run, and `resumer`, the host's, has the outcome. ValueError if it is running
    already, TypeError for a value sent before the first yield.
    """
    state = generator.state
    if state is CREATED and value is not None:
        raise TypeError(f"can't send non-None value to a just-started {generator.word}")
    if state is RUNNING:
        raise ValueError(f"{generator.word} already executing")
    if state is CLOSED:
        if generator.word == "coroutine" and not isinstance(resumer, Close):
            raise RuntimeError("cannot reuse already awaited coroutine")
        if error is not None:
            raise error
        return resumer.returned(caller, None)
    frame = generator.frame
    assert frame is not None
    frame.stack.append(value)  # also below an exception, as CPython does
    try:
        link(generator, caller, resumer)
    except BaseException:
        frame.stack.pop()
        raise
    if error is None:
        frame.pc = frame.lasti + 1
    else:
        frame.thrown = error
        frame.pc = THROW
    return frame
