"""A program under test: its source, its compiled code, and what its first comments ask for."""

from __future__ import annotations

import linecache
import re
import sys
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType

_REQUIRES = re.compile(r"^# requires: (\d+)\.(\d+)$", re.MULTILINE)
_BELOW = re.compile(r"^# below: (\d+)\.(\d+)$", re.MULTILINE)


@dataclass(frozen=True)
class Program:
    """Source text and the file name that tracebacks show. Both engines get one code object.

    Its first lines may say ``# requires: 3.12`` (this version or later), ``# below: 3.13``
    (only earlier versions) and ``# machine only`` (CPython can't do it; what the machine must
    print stands in a file of the same name that ends in ``.expected``).
    """

    source: str
    filename: str
    directory: str

    @classmethod
    def of(cls, program: str | Path | Program) -> Program:
        """From source text, or from a path (a ``Path``: text is always source)."""
        if isinstance(program, Program):
            return program
        if isinstance(program, Path):
            return cls(program.read_text("utf-8"), str(program), str(program.parent))
        return cls(program, "<program>", "")

    @cached_property
    def code(self) -> CodeType:
        """The compiled module; its source lines are left where tracebacks look for them."""
        lines = self.source.splitlines(keepends=True)
        linecache.cache[self.filename] = (len(self.source), None, lines, self.filename)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the program's text, not about running it
            return compile(self.source, self.filename, "exec", dont_inherit=True)

    @property
    def header(self) -> str:
        """The comments that the program starts with."""
        match = re.match(r"(?:#.*\n)*", self.source)
        return match.group() if match else ""

    @property
    def skipped(self) -> str | None:
        """Why this Python can't run it, or None."""
        if (found := _REQUIRES.search(self.header)) and sys.version_info < _version(found):
            return f"needs Python {found[1]}.{found[2]}"
        if (found := _BELOW.search(self.header)) and sys.version_info >= _version(found):
            return f"only below Python {found[1]}.{found[2]}"
        return None

    @property
    def machine_only(self) -> bool:
        """Whether CPython can't run it."""
        return "# machine only" in self.header.splitlines()

    @cached_property
    def expected(self) -> str:
        """What a machine-only program must print."""
        return Path(self.filename).with_suffix(".expected").read_text("utf-8")


def _version(found: re.Match[str]) -> tuple[int, int]:
    return int(found[1]), int(found[2])
