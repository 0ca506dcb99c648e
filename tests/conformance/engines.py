"""The engines that a test file is run on: CPython itself, and what is compared with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# `cuts` is the machine with a cut at every suspension; `lossy` the same with cuts that lose a
# slot, to see that the tests notice.
ENGINES = ("cpython", "machine", "cuts", "lossy", "loop")


@dataclass
class Cuts:
    """What the cuts of this process came to."""

    file: str | None = None  # the test file
    made: int = 0  # of suspended frames of the tests' own; unittest's and the runner's are cut, too
    refused: list[str] = field(default_factory=list)  # a frame that can't be read, and why
    faults: list[str] = field(default_factory=list)  # a frame that came back changed, or not

    def own(self, file: str) -> bool:
        """Whether code of `file` is the tests' own: in their file, a doctest, or made by `exec`."""
        return file == self.file or file.startswith(("<doctest", "<string"))

    def take(self) -> tuple[int, list[str], list[str]]:
        """What there was since it was asked last."""
        taken = self.made, self.refused, self.faults
        self.made, self.refused, self.faults = 0, [], []
        return taken


cuts = Cuts()


def call(engine: str, function: Callable[..., Any], *args: Any) -> Any:
    """Call `function` on `engine`, with all that it calls."""
    if engine == "cpython":
        return function(*args)
    if engine in ("machine", "cuts", "lossy"):
        from stillframe.machine import Machine, policy

        if engine != "machine":
            from . import cutting

            cutting.install(lossy=engine == "lossy")
        return Machine(function, *args, enter=policy.everything()).run()
    if engine == "loop":  # CPython, with our event loop
        from . import loops

        loops.substitute()
        return function(*args)
    raise ValueError(f"no engine {engine!r}")
