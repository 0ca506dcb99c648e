"""`random.SystemRandom`, which has no state: the system's entropy is."""

import random
from typing import TYPE_CHECKING, Any

from stillframe.snapshot.kinds import set_state
from stillframe.snapshot.library import knows

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer


@knows(random.SystemRandom)
def _reduce_system(source: Any, freezer: "Freezer") -> Any:
    return make_system, (type(source),), vars(source), None, None, set_state


def make_system(kind: type[random.SystemRandom]) -> random.SystemRandom:
    return kind.__new__(kind)


__all__ = ["make_system"]
