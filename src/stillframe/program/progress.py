"""How far long work has come: told where it is done, heard by whoever shows it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, final

# Each is given what is being done, and how many bytes of it are: done, and in all, if known.
LISTENERS: list[Callable[[str, int, int | None], None]] = []


def tell(doing: str, done: int, total: int | None = None) -> None:
    """Say how far it is. Costs next to nothing while nobody listens."""
    for listener in LISTENERS:
        listener(doing, done, total)


@final
class Written(io.BytesIO):
    """A file in memory that tells how much was written to it. The pickler hands it over by the
    piece of some 64 KB."""

    def write(self, data: Any, /) -> int:
        count = super().write(data)
        tell("writing down", self.tell())
        return count


@final
class Read(io.BytesIO):
    """A file in memory that tells how much of it was read."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._size = len(data)

    def _told(self) -> None:
        place = self.tell()
        if place < self._size:
            tell("reading objects", place, self._size)
        else:  # those that are made at the end: frames, tasks, loops
            tell("putting together", place)

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self._told()
        return data

    def readinto(self, buffer: Any, /) -> int:
        count = super().readinto(buffer)
        self._told()
        return count
