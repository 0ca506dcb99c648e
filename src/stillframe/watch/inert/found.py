"""What is come across while a snapshot is looked at: its code, its frames, its tasks and loops.

`stands_for` is how `frames`, `objects` and `loops` say what a function means that snapshots name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, final

from stillframe.bytecode import Code
from stillframe.snapshot.codes import Reader
from stillframe.watch.inert.standins import Class, Text
from stillframe.watch.standing import Standing


@final
class CodeText(Text, metaclass=Class):
    """A code object among values: its name, and the key that it has in the snapshot."""

    __slots__ = ()


CodeText.__name__ = "code"


@final
class Codes:
    """The code objects of a snapshot, each as canonical code."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._codes: dict[bytes, Code] = {}

    def code(self, key: bytes) -> Code:
        """DamagedSnapshot if there is none."""
        known = self._codes.get(key) if type(key) is bytes else None
        if known is None:
            known = self._codes[key] = self._reader.canonical(key, self.stand_in)
        return known

    def stand_in(self, key: bytes) -> CodeText:
        return CodeText.of(self.code(key).qualname, key)

    def module(self, key: bytes) -> str | None:
        """The module in which it was found."""
        reference = self._reader.entry(key).reference
        return str(reference[1]) if reference is not None else None


class Owner(Text, metaclass=Class):
    """A generator, a coroutine or an async generator; ``standing`` is its frame, None if it is
    closed or hasn't been read yet, ``place`` what is known of that before it is filled."""

    __slots__ = ("place", "standing")
    standing: Standing | None
    place: Any


class Origin(NamedTuple):
    """The code of a frame, and the module in which it was found."""

    code: Code
    module: str | None


@dataclass(slots=True)
class Task:
    """``waits_for`` is a future where the coroutine doesn't tell; ``done``: it has ended."""

    stand_in: Any
    name: str
    coroutine: Any
    waits_for: Any = None
    done: bool = False


@dataclass(slots=True)
class Found:
    """``owners`` in the order in which they were read, ``loops`` are the states of event loops."""

    codes: Codes
    owners: list[Owner] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    loops: list[Any] = field(default_factory=list)
    namespaces: dict[int, dict[str, Any]] = field(default_factory=dict)


Maker = Callable[..., Any]
MAKERS: dict[tuple[str, str], Maker] = {}
"""By module and name: what is called in a function's place. It takes a `Found`, and then the same
arguments."""


def stands_for(module: str, *names: str) -> Callable[[Maker], Maker]:
    """Decorates what takes the place of functions of a module."""

    def register(function: Maker) -> Maker:
        MAKERS.update({(module, name): function for name in names})
        return function

    return register
