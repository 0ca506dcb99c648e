"""The source of code that stands in a snapshot: as it was saved, or the file if it is unchanged."""

import os
from collections.abc import Iterator, Sequence
from types import CodeType
from typing import final

from stillframe.bytecode import Code, decode
from stillframe.machine.frame import CO_ITERABLE_COROUTINE
from stillframe.program.modules import Record, lines_of

_SAID = {
    "saved": "changed since, and shown as it was saved",
    "changed": "changed since: the source isn't shown",
    "missing": "not there: no source is shown",
    "other": "of another Python: the lines may be other ones",
}


@final
class Sources:
    """``records`` are those of a program's own modules, whose sources are saved with it; ``text``
    is that of a program without a file.

    A file is read, and compiled to see whether its code is the saved one; nothing of it is run.
    """

    def __init__(self, records: Sequence[Record], text: str | None) -> None:
        self._saved = {record.file: record.source for record in records if record.file is not None}
        self._text = text
        self._found: dict[str, list[str]] = {}

    @property
    def notes(self) -> list[str]:
        """What isn't as one would think, of the files that were asked for."""
        return [
            f"{', '.join(self._found[what])}: {said}."
            for what, said in _SAID.items()
            if what in self._found
        ]

    def lines(self, codes: Sequence[Code]) -> dict[str, list[str]]:
        """The lines of each file that the codes name; none where there is no source."""
        by_file: dict[str, list[Code]] = {}
        for code in codes:
            by_file.setdefault(code.filename, []).append(code)
        return {file: self._lines(file, found) for file, found in by_file.items()}

    def _lines(self, file: str, codes: Sequence[Code]) -> list[str]:
        now, saved = _read(file), self._saved.get(file)
        if saved is not None:
            if now is not None and now != saved:
                self._note("saved", file)
            return _stripped(saved)
        if file in ("<string>", "<stdin>") and self._text is not None:
            return self._text.split("\n")
        if now is None:
            if not file.startswith("<"):
                self._note("missing", file)
            return []
        same = _is_same(now, file, codes)
        if same is not True:
            self._note("other" if same is None else "changed", file)
        return [] if same is False else _stripped(now)

    def _note(self, what: str, file: str) -> None:
        self._found.setdefault(what, []).append(os.path.basename(file))


def _read(file: str) -> bytes | None:
    try:
        with open(file, "rb") as opened:
            return opened.read()
    except (OSError, ValueError):
        return None


def _stripped(source: bytes) -> list[str]:
    return [line.rstrip("\r\n") for line in lines_of(source)]


def _is_same(source: bytes, file: str, codes: Sequence[Code]) -> bool | None:
    """Whether a source compiles to these codes; None if only another Python could say."""
    try:
        made = compile(source, file, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    known = {_mark(decode(one)) for one in _all(made)}
    here = decode(made).version
    if any(code.version != here for code in codes):
        return None
    return all(_mark(code) in known for code in codes)


def _mark(code: Code) -> tuple[object, ...]:
    """What tells one code from another as far as its lines go; `types.coroutine` sets a flag."""
    flags = code.flags & ~CO_ITERABLE_COROUTINE
    ops = tuple(one.op for one in code.instructions)
    return code.qualname, code.firstlineno, flags, ops, code.positions


def _all(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _all(constant)


__all__ = ["Sources"]
