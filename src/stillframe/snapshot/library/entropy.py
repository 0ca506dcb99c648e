"""`random.SystemRandom`, which has no state: the system's entropy is."""

import random
from typing import TYPE_CHECKING, Any

from stillframe.snapshot.library import knows

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer


@knows(random.SystemRandom)
def _reduce_system(source: Any, freezer: "Freezer") -> Any:
    return make_system, (type(source),), vars(source), None, None, set_attributes


def make_system(kind: type[random.SystemRandom]) -> random.SystemRandom:
    return kind.__new__(kind)


def set_attributes(source: random.SystemRandom, attributes: dict[str, Any]) -> None:
    vars(source).update(attributes)


__all__ = ["make_system", "set_attributes"]
