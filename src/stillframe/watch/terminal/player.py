"""Playing: so many steps each second, until the end or until it is stopped."""

from collections.abc import Callable
from time import monotonic
from typing import Any, final

SPEEDS = (2, 8, 30, 120, 1000)  # steps a second
_OFTEN = 1 / 30  # seconds


@final
class Player:
    """``every`` sets a timer; ``advance(count)`` goes on, and says whether there is more."""

    def __init__(self, every: Callable[..., Any], advance: Callable[[int], bool]) -> None:
        self._every = every
        self._advance = advance
        self._timer: Any = None
        self._last = 0.0
        self.speed = SPEEDS[1]

    @property
    def playing(self) -> bool:
        return self._timer is not None

    def toggle(self) -> None:
        if self.playing:
            self.stop()
        else:
            self._last = monotonic()
            self._timer = self._every(_OFTEN, self._turn)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def change(self, faster: bool) -> None:
        place = SPEEDS.index(self.speed) + (1 if faster else -1)
        self.speed = SPEEDS[max(0, min(len(SPEEDS) - 1, place))]

    def _turn(self) -> None:
        count = int((monotonic() - self._last) * self.speed)
        if count:
            self._last += count / self.speed
            if not self._advance(count):
                self.stop()
