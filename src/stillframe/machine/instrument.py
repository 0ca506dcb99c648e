"""Instruments: somebody who sees every instruction of the frames that they ask for.

While there is one, `evaluate` runs frames by single instructions, here, in place of `eval.loop`.
Frames that it doesn't watch run by blocks, at their usual speed. Without one, evaluation is what
it always is: the table is looked at where native code enters the machine, nowhere else.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from stillframe.machine.frame import RAISE, Frame
from stillframe.machine.raising import reraise
from stillframe.machine.unwind import unwind

# Called before an instruction: with its frame.
Prior = Callable[[Frame], object]
# Called behind one that went on in its own frame: the frame, the instruction's index, and that of
# the next one. What is true says that nobody is to watch any more.
Note = Callable[[Frame, int, int], object]
# One of each, or None, for each instruction.
Notes = tuple[Sequence[Prior | None], Sequence[Note | None]]


class Instrument(Protocol):
    """What is told of the frames that run.

    ``opened`` is called with the index of each instruction before it runs. Native code in the
    midst of one may resume frames of ours, which are then told of before it is done: then
    ``torn``, a list for each level of native calls, isn't empty, and the instruction is `mended`
    instead of noted. ``gone`` keeps what is only let go of once the instrument `rests`: that may
    run finalizers.
    """

    torn: list[Any]
    gone: list[Any]
    going_on: Frame | None  # evaluation is about to go on with this one

    @property
    def opened(self) -> Callable[[int], object]: ...

    def entered(self, frame: Frame) -> bool:
        """Evaluation begins with a frame that native code, or the host, has resumed.

        Or it is `going_on` with one. Whether that is to be watched: if not, the frame and all that
        it calls run as always.
        """

    def notes(self, frame: Frame) -> Notes | None:
        """What to call at each instruction; None for a frame that isn't watched."""

    def mended(self, frame: Frame, index: int, following: int) -> object:
        """As a note, of an instruction in the midst of which others ran."""

    def rests(self) -> None:
        """The instruction is done, and all of it is written."""

    def switched(self, frame: Frame, following: Frame | None) -> None:
        """An instruction, or code that isn't watched, has gone on to another frame.

        Or to the same one, where that handles another exception now. None: native code goes on.
        """

    def raised(self, frame: Frame, error: BaseException, following: Frame | None) -> None:
        """It has raised an exception; what handles it, None if native code gets it."""


# The one that watches; at most one.
WATCHING: list[Instrument] = []


def watched(frame: Frame, handled: BaseException | None = None) -> Frame | None:
    """`eval.loop`, under an instrument."""
    instrument = WATCHING[-1]
    going = [frame]
    del frame  # as in `evaluate`
    if not instrument.entered(going[0]):
        return unwatched(going.pop(), handled)
    return _run(going.pop(), handled, instrument)


def _run(frame: Frame, handled: BaseException | None, instrument: Instrument) -> Frame | None:
    opened, torn, gone = instrument.opened, instrument.torn, instrument.gone
    while True:
        following: Frame | None
        try:
            fast, stack, pc = frame.fast, frame.stack, frame.pc
            notes = instrument.notes(frame)
            if notes is None:
                following = blocks(frame, pc)
            else:
                steps = frame.translation.steps
                before, behind = notes
                if pc >= RAISE:
                    opened(frame.lasti)
                while True:
                    try:
                        step = steps[pc]
                    except KeyError:
                        step = frame.translation.step(pc, frame.globals)
                    if pc < RAISE:
                        opened(pc)
                        frame.lasti = pc
                        if (prior := before[pc]) is not None:
                            prior(frame)
                    going = step(frame, fast, stack)
                    if going < 0:
                        following, frame.switch = frame.switch, None
                        break
                    note = instrument.mended if torn else behind[pc]
                    if note is not None:
                        if note(frame, pc, going):
                            frame.pc = going
                            instrument.going_on = frame
                            return frame
                        if gone:
                            instrument.rests()
                            gone.clear()
                    pc = going
        except BaseException as error:
            following, raised = unwind(frame, error)
            instrument.raised(frame, raised, following)
            gone.clear()
            if following is None:
                if raised is error:
                    raise
                reraise(raised)
        else:
            instrument.switched(frame, following)
            gone.clear()
            if following is None:
                return None
        frame = following
        fast = stack = raised = following = None  # type: ignore[assignment]
        if frame.exc_info is not handled or not WATCHING:
            instrument.going_on = frame
            return frame


LOOP = _run.__code__


def blocks(frame: Frame, pc: int) -> Frame | None:
    """Run blocks until another frame goes on."""
    translation, fast, stack = frame.translation, frame.fast, frame.stack
    while True:
        block = translation.blocks.get(pc) or translation.block(pc, frame.globals)
        pc = block(frame, fast, stack)
        if pc < 0:
            following, frame.switch = frame.switch, None
            return following


def unwatched(frame: Frame, handled: BaseException | None) -> Frame | None:
    """`eval.loop`; that module imports this one."""
    from stillframe.machine.eval import loop

    going = [frame]
    del frame
    return loop(going.pop(), handled)
