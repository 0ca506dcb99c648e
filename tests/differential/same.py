"""assert_same: a program does on the machine what it does on CPython, to the last character."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import CodeType

from .engines import ENGINES, cpython
from .outcome import SECONDS, Outcome, observe
from .program import Program

SHOWN_LINES = 400


def assert_same(
    program: str | Path | Program,
    engines: Iterable[str] = tuple(ENGINES),
    seconds: float = SECONDS,
) -> None:
    """Raise AssertionError if an engine shows anything else than CPython does.

    Compared are output, final exception with its traceback text, ``result`` and warnings. The
    error shows the difference and the program's canonical code. A machine-only program is
    compared with its file of expected output. Every run ends after ``seconds`` with TooLong.
    """
    subject = Program.of(program)
    expected = _expected(subject, seconds)
    for name in engines:
        found = observe(subject, ENGINES[name], seconds)
        if found != expected:
            raise AssertionError(_report(subject, name, expected, found))


@lru_cache(maxsize=2)  # the engines of one program follow each other
def _expected(program: Program, seconds: float) -> Outcome:
    if program.machine_only:
        return Outcome(program.expected, "", "", "", "", "")
    return observe(program, cpython, seconds)


def _report(program: Program, engine: str, expected: Outcome, found: Outcome) -> str:
    difference = "\n".join(
        difflib.unified_diff(
            expected.text().splitlines(),
            found.text().splitlines(),
            "cpython",
            engine,
            lineterm="",
            n=3,
        )
    )
    return (
        f"{program.filename} differs on the {engine} engine\n{difference}\n\n"
        f"{program.source if program.filename == '<program>' else ''}\n"
        f"{disassembly(program.code)}"
    )


def disassembly(code: CodeType) -> str:
    """The canonical code of a code object and of those nested in it, cut at SHOWN_LINES."""
    lines = list(_disassembled(code))
    if len(lines) > SHOWN_LINES:
        lines[SHOWN_LINES:] = [f"... {len(lines) - SHOWN_LINES} more lines"]
    return "\n".join(lines)


def _disassembled(code: CodeType) -> Iterator[str]:
    from stillframe.bytecode.decode import decode

    canonical = decode(code)
    yield f"{canonical.qualname}, line {canonical.firstlineno}:"
    shown = None
    for index, (instruction, position) in enumerate(
        zip(canonical.instructions, canonical.positions, strict=True)
    ):
        line = "" if position[0] in (None, shown) else str(position[0])
        shown = position[0]
        arg = "" if instruction.arg is None else repr(instruction.arg)
        yield f"{line:>6} {index:>5}  {instruction.op:<26} {arg}".rstrip()
    for handler in canonical.handlers:
        yield f"       {handler.start} to {handler.end} -> {handler.target} [{handler.depth}]"
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield ""
            yield from _disassembled(constant)
