"""Machine: the public way to run a program on frames that are data, and to look at it."""

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from types import CodeType, FunctionType, MethodType, TracebackType
from typing import Any

from stillframe.machine import classes, imports, ops  # noqa: F401 (they fill tables)
from stillframe.machine import policy as policies
from stillframe.machine.call import bind
from stillframe.machine.call import builtins_of as function_builtins
from stillframe.machine.eval import step
from stillframe.machine.execute import builtins_of
from stillframe.machine.frame import NULL, Frame, chain
from stillframe.machine.generators import GeneratorBase
from stillframe.machine.host import evaluate_from_host
from stillframe.machine.interrupts import deferred
from stillframe.machine.policy import Policy
from stillframe.machine.recursion import LIMIT
from stillframe.machine.resume import Host
from stillframe.machine.tracebacks import scrub
from stillframe.machine.translation import translate


class Machine:
    """One program on the machine: a function with its arguments, or a code object.

    `step()` runs one instruction, `run()` all that is left; between steps everything can be
    looked at: ``frame`` is the current frame (None at the end), `frames()` the chain outwards,
    `generators()` those that exist. `enter` says which code the machine enters (see
    `policy`); by default the program's own. Not for several threads at once.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        /,
        *args: Any,
        enter: Policy | None = None,
        **kwargs: Any,
    ) -> None:
        if isinstance(function, MethodType):
            args, function = (function.__self__, *args), function.__func__
        if not isinstance(function, FunctionType):
            raise TypeError(f"a Python function is needed, not {type(function).__name__}")
        translation = translate(function.__code__)
        fast = bind(function, translation, args, kwargs)
        if fast is None:
            function(*args, **kwargs)  # CPython's own TypeError
            raise AssertionError("the arguments do fit")
        self._start(
            Frame(
                translation,
                fast,
                function.__globals__,
                function_builtins(function),
                enter if enter is not None else policies.program(),
                function,
                None,
            )
        )

    @classmethod
    def of_code(
        cls, code: CodeType, globals: dict[str, Any], *, enter: Policy | None = None
    ) -> "Machine":
        """A machine that runs a code object, such as a module's, in a namespace."""
        import builtins

        globals.setdefault("__builtins__", builtins)
        translation = translate(code)
        machine = cls.__new__(cls)
        machine._start(
            Frame(
                translation,
                [NULL] * len(translation.code.slots),
                globals,
                builtins_of(globals, builtins.__dict__),
                enter if enter is not None else policies.program(),
                None,
                globals,
            )
        )
        return machine

    @classmethod
    def of_frames(cls, frames: Sequence[Frame]) -> "Machine":
        """A machine that goes on with a chain of linked frames, the outermost first."""
        outcome = frames[0].resumer
        if type(outcome) is not Host:
            raise TypeError("the outermost frame is not one that a machine has started")
        machine = cls.__new__(cls)
        machine._go_on_with(frames[-1], outcome)
        return machine

    def _start(self, frame: Frame) -> None:
        LIMIT.depth = sys.getrecursionlimit()
        frame.resumer = outcome = Host()
        self._go_on_with(frame, outcome)

    def _go_on_with(self, frame: Frame, outcome: Host) -> None:
        self._outcome = outcome
        self.frame: Frame | None = frame
        self.error: BaseException | None = None
        self._traceback: TracebackType | None = None

    def _failed(self, error: BaseException) -> None:
        self.frame, self.error = None, error
        error.__traceback__ = self._traceback = scrub(error.__traceback__)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to run."""
        return self.frame is None

    @property
    def result(self) -> Any:
        """What the program returned, once it has; raises what it raised."""
        if self.frame is not None:
            raise RuntimeError("the program has not finished")
        if self.error is not None:
            raise self.error.with_traceback(self._traceback)
        return self._outcome.value

    def step(self) -> bool:
        """Run one instruction of the current frame; whether anything is left to run.

        An exception that the program doesn't handle comes out of here.
        """
        frame = self.frame
        if frame is None:
            return False
        try:
            self.frame = step(frame)
        except BaseException as error:
            # A Ctrl-C between two instructions is the driver's: the frame is still linked.
            if frame.back is None and frame.resumer is None:
                self._failed(error)
            raise
        return self.frame is not None

    def go_on(self) -> bool:
        """Run until the end, or until a stop is asked for (``stopping.request_stop``).

        Whether anything is left to run. A stop is kept until native code that called back into
        the machine has returned. An exception that the program doesn't handle comes out of here.
        """
        frame, self.frame = self.frame, None
        if frame is not None:
            try:
                with deferred():
                    self.frame = evaluate_from_host(frame, self._outcome, stoppable=True)
            except BaseException as error:
                self._failed(error)
                raise
        return self.frame is not None

    def run(self) -> Any:
        """Run all that is left; what the program returns.

        An exception that the program doesn't handle comes out of here, its traceback the
        program's own.
        """
        frame, self.frame = self.frame, None
        if frame is not None:
            try:
                with deferred():
                    evaluate_from_host(frame, self._outcome)
            except BaseException as error:
                self._failed(error)
                raise
        return self.result

    def frames(self) -> Iterator[Frame]:
        """The chain of frames, from the current one outwards."""
        return chain(self.frame)

    def generators(self) -> list[GeneratorBase]:
        """Every generator, coroutine and async generator of the machine that exists."""
        return [each for each in gc.get_objects() if issubclass(type(each), GeneratorBase)]
