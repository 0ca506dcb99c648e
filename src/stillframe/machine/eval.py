"""The evaluation loop: fetch, dispatch, switch frames (CPython's _PyEval_EvalFrame).

The loop never calls itself for a call: an instruction that opens, leaves or resumes a frame
puts the frame to go on with into ``frame.switch``, and the loop goes on there.

While the guest handles an exception, the loop runs inside an ``except`` clause of the host
that handles the same one. So `sys.exc_info()`, a bare `raise` and `__context__` are right in
native code and in ours without anyone's doing.
"""

from collections.abc import Callable

from stillframe.machine.frame import RAISE, Frame
from stillframe.machine.instrument import WATCHING, watched
from stillframe.machine.raising import reraise
from stillframe.machine.stopping import STOP
from stillframe.machine.unwind import unwind


def evaluate(frame: Frame | None, stoppable: bool = False) -> Frame | None:
    """Run until the frame that the host entered has left the chain.

    Its resumer (``resume.Host``) has the outcome; an exception that it does not handle comes
    out of here. Where it is ``stoppable`` and a stop is asked for, gives the frame to go on with.
    """
    while frame is not None:
        run = watched if WATCHING else loop
        # Only the loop refers to the frame while it runs: it goes when the program is done
        # with it.
        going, frame = [frame], None
        frame = run(going.pop()) if going[0].exc_info is None else _handling(going.pop(), run)
        if STOP and stoppable:
            return frame
    return None


def step(frame: Frame) -> Frame | None:
    """Run one instruction; the frame that runs next, None when the host's frame has left."""
    if frame.exc_info is None:
        return single(frame, None)
    return _handling(frame, single)


def _handling(
    frame: Frame, run: Callable[[Frame, BaseException | None], Frame | None]
) -> Frame | None:
    """Run inside an `except` clause of the host that handles what the guest handles."""
    handled = frame.exc_info
    assert handled is not None
    traceback, context = handled.__traceback__, handled.__context__
    try:
        raise handled
    except BaseException:
        handled.__traceback__, handled.__context__ = traceback, context
        del traceback, context
        going = [frame]
        del frame
        return run(going.pop(), handled)


def loop(frame: Frame, handled: BaseException | None = None) -> Frame | None:
    """Run blocks as long as the exception being handled stays `handled`.

    Gives the frame to go on with, or None at the end.
    """
    while True:
        try:
            blocks = frame.translation.blocks
            fast = frame.fast
            stack = frame.stack
            pc = frame.pc
            while True:
                try:
                    block = blocks[pc]
                except KeyError:
                    block = frame.translation.block(pc, frame.globals)
                pc = block(frame, fast, stack)
                if pc < 0:
                    following = frame.switch
                    frame.switch = None
                    if following is None:
                        return None
                    frame = following
                    if STOP or frame.exc_info is not handled:
                        return frame
                    blocks = frame.translation.blocks
                    fast = frame.fast
                    stack = frame.stack
                    pc = frame.pc
        except BaseException as error:
            following, raised = unwind(frame, error)
            if following is None:
                if raised is error:
                    raise
                reraise(raised)
            frame = following
        raised = following = fast = stack = None  # type: ignore[assignment]
        if frame.exc_info is not handled:
            return frame


def single(frame: Frame, handled: BaseException | None) -> Frame | None:
    """Run one instruction."""
    pc = frame.pc
    if pc < RAISE:
        frame.lasti = pc
    try:
        pc = frame.translation.step(pc, frame.globals)(frame, frame.fast, frame.stack)
        if pc >= 0:
            frame.pc = pc
            return frame
        following = frame.switch
        frame.switch = None
        return following
    except BaseException as error:
        following, raised = unwind(frame, error)
        if following is None:
            if raised is error:
                raise
            reraise(raised)
        return following
