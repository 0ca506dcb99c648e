"""A frame that stands still, whoever it belongs to: what a moment is made of."""

from dataclasses import dataclass, field
from typing import Any, final

from stillframe.bytecode import Code, suspension_at
from stillframe.machine.frame import CO_OPTIMIZED, NULL
from stillframe.native.lift import Suspended


@final
@dataclass(slots=True)
class Standing:
    """``at`` is the instruction that was started last, ``pc`` the one that comes next, -1 where
    somebody else decides about that; NULL stands for what is unbound or empty.

    ``names`` is the namespace of a module's or a class's body. ``handled`` is the exception that
    it handles, ``raising`` the one by which it goes on. ``generator`` is what it is the frame of,
    ``module`` where its code was found.
    """

    code: Code
    at: int
    fast: list[Any]
    stack: list[Any] = field(default_factory=list)
    handled: Any = None
    names: dict[str, Any] | None = None
    pc: int = -1
    raising: Any = None
    generator: Any = None
    module: str | None = None

    @property
    def created(self) -> bool:
        """Whether it is a generator's that hasn't been started."""
        return self.at >= 0 and self.code.instructions[self.at].op == "RETURN_GENERATOR"

    def value_of(self, slot: int, name: str) -> Any:
        """What a slot holds: behind the fast locals come the names of a namespace."""
        if slot < len(self.fast):
            return self.fast[slot]
        if self.names is None or self.code.flags & CO_OPTIMIZED:
            return NULL
        return self.names.get(name, NULL)


def of_suspended(obj: Any, state: Suspended, code: Code) -> Standing | None:
    """What `native.read` found of a live object; None if it is closed."""
    if state.site is None:
        return None
    index = suspension_at(code, state.site.offset)
    return Standing(code, index, state.fast, state.stack, state.handled, generator=obj)
