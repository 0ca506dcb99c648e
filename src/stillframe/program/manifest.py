"""What a program's snapshot says of the program before anything of it is made.

Plain values, read without naming a class or a function: the own modules, what must still hold
outside (files, the working folder), and the part of the process's state that imports depend on.
"""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass
from typing import Any, final

from stillframe.errors import DamagedSnapshot, ForeignSnapshot
from stillframe.program.modules import Record


@final
@dataclass(frozen=True, slots=True)
class Manifest:
    """The modules' records; for each condition its kind and what it is about; state by name."""

    modules: list[Record]
    conditions: list[tuple[str, Any]]
    state: dict[str, Any]

    def dump(self) -> bytes:
        """The section of the container."""
        modules = [tuple(one) for one in self.modules]
        return pickle.dumps((modules, self.conditions, self.state), 5)


def read(section: bytes) -> Manifest:
    """The manifest of a program's snapshot."""
    if not section:
        raise ForeignSnapshot("this snapshot is not one of a program: thaw() takes it")
    try:
        modules, conditions, state = _Plain(io.BytesIO(section)).load()
        return Manifest([Record(*one) for one in modules], conditions, state)
    except Exception as error:  # whatever an unpickler makes of damage
        raise DamagedSnapshot(f"the snapshot's manifest can't be read: {error}") from error


class _Plain(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} in a manifest")
