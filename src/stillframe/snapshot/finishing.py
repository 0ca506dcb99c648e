"""What is done when a whole graph of objects is there."""

from collections.abc import Callable
from typing import Any, final

from stillframe.errors import DamagedSnapshot

Finish = Callable[[list[tuple[Any, Any]]], None]


@final
class Finisher:
    """A state setter for `__reduce__` that waits: `thaw` calls ``function`` once, at the end.

    It is given all the objects that are to be finished so, each with its state, in the order in
    which they were read. Finishers of a lower ``order`` come first.
    """

    def __init__(self, function: Finish, order: int) -> None:
        self.function = function
        self.order = order
        self.__module__ = function.__module__
        self.__qualname__ = function.__qualname__

    def __call__(self, obj: Any, state: Any) -> None:
        raise DamagedSnapshot("only stillframe.thaw() can read this")

    def __reduce__(self) -> str:
        return self.__qualname__


def finisher(order: int) -> Callable[[Finish], Finisher]:
    """Decorates the function of a Finisher, which stands in a module under its name."""
    return lambda function: Finisher(function, order)


@final
class Finishing:
    """The finishers of one thaw, and what waits for them."""

    def __init__(self) -> None:
        self._waiting: dict[Finisher, list[tuple[Any, Any]]] = {}

    def recorder(self, finisher: Finisher) -> Callable[[Any, Any], None]:
        """What an unpickler calls in a finisher's place."""
        waiting = self._waiting.setdefault(finisher, [])
        return lambda obj, state: waiting.append((obj, state))

    def finish(self) -> None:
        for one in sorted(self._waiting, key=lambda one: one.order):
            one.function(self._waiting.pop(one))
