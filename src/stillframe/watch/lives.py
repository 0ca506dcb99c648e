"""What becomes of generators, coroutines and async generators; and exceptions on their way."""

from typing import final

from stillframe.machine.frame import THROW, Frame
from stillframe.machine.resume import NEXT
from stillframe.watch.frames import Frames, Seen
from stillframe.watch.plan import Pen
from stillframe.watch.script import Script

SUSPENDS = ("YIELD_VALUE", "RETURN_GENERATOR")
# Instructions that raise what has been raised, or at least made, before.
_RAISE_ON = ("CLEANUP_THROW", "END_ASYNC_FOR", "RAISE_VARARGS", "RERAISE", "YIELD_VALUE")


@final
class Lives:
    """The table of generators, as (frame, value), and columns of events and exceptions."""

    def __init__(self, frames: Frames, pen: Pen, script: Script) -> None:
        self.generators: list[tuple[int, int]] = []
        self.events: list[tuple[int, str, int, int, int]] = []
        self.exceptions: list[tuple[int, str, int, int]] = []
        self._frames = frames
        self._pen = pen
        self._of = pen.values.of
        self._step = script.step
        self._pcs = script.pcs

    def row(self, frame: Frame) -> int:
        """The row of the generator whose frame it is; -1 if that isn't recorded."""
        if self._frames.plan(frame) is None:
            return -1
        seen: Seen = frame.watched
        if seen.generator < 0:
            self._begin(seen)
        return seen.generator

    def _begin(self, seen: Seen) -> None:
        seen.generator = len(self.generators)
        self._frames.generator[seen.number] = seen.generator
        self.generators.append((seen.number, 0))

    def resumed(self, frame: Frame, innermost: Frame, by: int) -> None:
        """A frame has come into the chain, by that one (-1: native code).

        ``innermost`` is the one that goes on, of several that came at once.
        """
        generator = frame.generator
        if generator is None:
            return
        row = self.row(frame)
        self.generators[row] = frame.watched.number, self._of(generator)
        if innermost.pc == THROW:
            error = innermost.thrown
            closes = isinstance(error, GeneratorExit) and frame.resumer is not NEXT
            made = closes and frame is innermost  # by whoever closes it
            value = self._pen.values.made(error) if made else self._of(error)
            kind = "close" if closes else "throw"
        else:
            kind, value = "send", self._of(frame.stack[-1])
        self.events.append((self._step(), kind, row, value, by))

    def left(self, frame: Frame, error: BaseException | None, to: int) -> None:
        """A frame has gone out of the chain, by this exception or none; ``to`` goes on."""
        seen: Seen = frame.watched
        op = frame.code.instructions[frame.lasti].op
        value = self._pen.leaving
        if error is not None:
            kind, value = "raise", self._of(error)
            self.exceptions.append((self._step(), "unwound", seen.number, value))
        elif op == "RETURN_GENERATOR":
            self._begin(seen)
            kind, value = "created", 0
        else:
            kind = "yield" if op == "YIELD_VALUE" else "return"
        if seen.generator >= 0:
            self.events.append((self._step(), kind, seen.generator, value, to))

    def gone(self, frame: int, by: int) -> None:
        """A suspended frame is gone, without having run: closed before it has begun, or unseen."""
        self.events.append((self._step(), "close", self._frames.generator[frame], 0, by))

    def raised(self, frame: Frame, error: BaseException) -> None:
        """An instruction of the frame has raised: a new one, if this is where it comes from."""
        op = frame.code.instructions[self._pcs[-1]].op  # a RERAISE sets ``lasti``
        traceback = error.__traceback__
        known = op in _RAISE_ON or traceback is None or traceback.tb_next is not None
        value = self._of(error) if known else self._pen.values.made(error)
        self.exceptions.append((self._step(), "raised", frame.watched.number, value))
