"""The corpus: plain scripts of four sorts, and what their first comments say about them.

``constructs/``, small asyncio programs with one construct each; ``programs/``, asyncio programs
that do something real; ``scripts/``, programs without a loop; ``anyio/``, which need anyio.

Whatever becomes of a program on its way, however slow it is and however many turns its loop
takes, it prints what stands in the file beside it that ends in ``.expected``, under every Python.
A program runs in a folder of its own, which it may write into.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SORTS = ("constructs", "programs", "scripts", "anyio")

_HEADER = re.compile(r"(?:#.*\n)*")
_REQUIRES = re.compile(r"^# requires: (\d+)\.(\d+)$", re.MULTILINE)
_STATUS = re.compile(r"^# status: (\d+)$", re.MULTILINE)
_SOCKETS = re.compile(r"^# sockets$", re.MULTILINE)


@dataclass(frozen=True)
class Subject:
    """A program of the corpus.

    Its first lines may say ``# requires: 3.12`` (this Python or a later one), ``# sockets`` (it
    talks to itself over loopback, or its loop needs a socket to hear signals) and ``# status: 1``
    (how `python` ends, 0 if it doesn't say).
    """

    path: Path
    requires: tuple[int, int]
    sockets: bool
    status: int

    @classmethod
    def of(cls, path: Path) -> Subject:
        found = _HEADER.match(path.read_text("utf-8"))
        header = found.group() if found else ""
        requires, status = _REQUIRES.search(header), _STATUS.search(header)
        return cls(
            path,
            (int(requires[1]), int(requires[2])) if requires else (3, 11),
            _SOCKETS.search(header) is not None,
            int(status[1]) if status else 0,
        )

    @property
    def sort(self) -> str:
        return self.path.parent.name

    @property
    def name(self) -> str:
        return f"{self.sort}/{self.path.stem}"

    @property
    def expected(self) -> str:
        """All that it prints to standard output."""
        return self.path.with_suffix(".expected").read_text("utf-8")

    @property
    def skipped(self) -> str | None:
        """Why it can't run here, or None."""
        if sys.version_info < self.requires:
            return "needs Python {}.{}".format(*self.requires)
        if self.sockets and sys.platform == "emscripten":
            return "needs sockets, which WebAssembly doesn't have"
        if self.sort == "anyio" and importlib.util.find_spec("anyio") is None:
            return "needs anyio"
        return None


SUBJECTS = [Subject.of(path) for sort in SORTS for path in sorted((HERE / sort).glob("*.py"))]

# After how many turns these are cut, at most: broken connections at each turn of one run leave no
# time in which to mend them.
RARELY = {"programs/chat": 25, "programs/crawler": 13}
# What a program that was saved does otherwise, and can't do in the same way.
DIFFERENT = {
    "constructs/finalisers": "an object that only a traceback holds goes with it; weakref.finalize",
    "constructs/system_exit_in_task": "a traceback through the loop shows the lines of ours",
    "programs/pipeline": "an lru_cache is empty after a resume",
}
