"""What is pointed at, or gone to with Tab: it is marked wherever it stands."""

from typing import final

from stillframe.watch.reading.values import ValueTexts
from stillframe.watch.terminal.row import Target


@final
class Marks:
    """``hovered`` is under the mouse, ``focused`` what Enter is for."""

    def __init__(self) -> None:
        self.hovered: Target | None = None
        self.focused: Target | None = None

    @property
    def value(self) -> int:
        """The value that is marked, or 0."""
        found = (self._value(one) for one in (self.hovered, self.focused))
        return next((one for one in found if one), 0)

    @staticmethod
    def _value(target: Target | None) -> int:
        if target is None or target.kind not in ("value", "seen"):
            return 0
        value = target.which[-1]
        assert isinstance(value, int)
        return value

    def of_value(self, value: int, target: Target, texts: ValueTexts) -> str:
        """The styles that a value has for that, with a space before."""
        if target == self.focused:
            return " focus"
        return " same" if value and value == self.value and texts.is_object(value) else ""

    def hovers(self, kind: str, *which: int) -> bool:
        """Whether the mouse is over this one."""
        return self.hovered == Target(kind, which)
