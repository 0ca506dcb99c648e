"""What a recorder writes step by step: indices of instructions, and changes."""

from array import array
from collections.abc import Callable
from typing import final


@final
class Script:
    """``pcs`` has the instruction of each step, ``changes`` a list for each step in ``change_at``.

    A step is *open* from its beginning until all of it is written: what happens meanwhile happens
    in its midst.
    """

    def __init__(self) -> None:
        self.pcs: array[int] = array("i")
        self.opened: Callable[[int], object] = self.pcs.append
        self.change_at: list[int] = []
        self._begins: list[int] = []
        self._said: list[int] = []
        self._last = -2  # the last step of `change_at`
        self._closed = 0  # how many steps there were when the last one was closed

    def moment(self) -> int:
        """The moment behind the last step: the number of steps so far."""
        return len(self.pcs)

    def step(self) -> int:
        """The last step."""
        return len(self.pcs) - 1

    @property
    def open(self) -> bool:
        return len(self.pcs) != self._closed

    def close(self) -> None:
        """All of the last step is written."""
        self._closed = len(self.pcs)

    def say(self, *numbers: int) -> None:
        """Changes that the last step makes."""
        step = len(self.pcs) - 1
        if step != self._last:
            self._last = step
            self.change_at.append(step)
            self._begins.append(len(self._said))
        self._said += numbers

    @property
    def changes(self) -> list[list[int]]:
        ends = [*self._begins[1:], len(self._said)]
        return [self._said[begin:end] for begin, end in zip(self._begins, ends, strict=False)]
