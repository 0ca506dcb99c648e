"""Reading a page of the docs: its blocks, and whether what they print is what it shows.

- A ``python`` block that begins with ``# name.py`` is a file of that name, in the page's folder.
- A ``python`` block with a ``text`` block right below it is run; the text is what it prints.
  All of a page's blocks are one program, so a block may use what an earlier one defined.
- In a ``console`` block, a command (of ``stillframe``, ``python``, ``sqlite3``) with text below
  it is run in the page's folder, where ``examples`` is, too; the text is what it prints. A block's
  commands are run one after the other. Where ``^C`` stands, Ctrl-C is pressed.

The folder isn't shown; addresses, sizes in bytes and times may differ; and a line ``...`` (or
``^C``) stands for any lines. What says ``CPython 3.N`` holds for that version, and is left alone
under another. Other blocks are only shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

SEPARATOR = "\f"


@dataclass(frozen=True)
class Block:
    """A fenced block; ``line`` is the number of its first line, behind the fence."""

    language: str
    line: int
    text: str

    @property
    def after(self) -> int:
        """The number of the line with the closing fence."""
        return self.line + self.text.count("\n")

    @property
    def file(self) -> str | None:
        """The name of the file that this block is."""
        found = re.match(r"# ([\w-]+\.py)\n", self.text)
        return found[1] if self.language == "python" and found else None


@dataclass(frozen=True)
class Command:
    """A command of a console block, and what it prints."""

    line: int
    words: str
    shown: str

    @property
    def interrupted_after(self) -> int | None:
        """How many lines it prints before Ctrl-C is pressed."""
        before, pressed, _ = self.shown.partition("^C\n")
        return before.count("\n") if pressed else None


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page."""
    found = re.finditer(r"^```(.*)\n((?:(?!```).*\n)*?)```$", page, re.MULTILINE)
    return [Block(m[1].strip(), page.count("\n", 0, m.start(2)) + 1, m[2]) for m in found]


def programs(page: str) -> list[tuple[Block, Block]]:
    """Each python block that is run, with the block of what it prints."""
    lines = page.splitlines()
    return [
        (code, shown)
        for code, shown in pairwise(blocks(page))
        if (code.language, shown.language) == ("python", "text")
        and code.file is None
        and not "".join(lines[code.after : shown.line - 2]).strip()
    ]


def commands(page: str) -> Iterator[list[Command]]:
    """The commands that show what they print, those of one block together."""
    for block in blocks(page):
        if block.language != "console":
            continue
        parts = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)
        line = block.line + parts[0].count("\n")
        found = []
        for words, shown in zip(parts[1::2], parts[2::2], strict=True):
            if shown.strip() and words.split()[0] in _RUN:
                found.append(Command(line, words, shown))
            line += 1 + shown.count("\n")
        if found:
            yield found


def as_program(page: str) -> str:
    """The page with all but its programs blanked; a separator is printed after each."""
    lines = [""] * (page.count("\n") + 1)
    for code, _ in programs(page):
        lines[code.line - 1 : code.after - 1] = code.text.splitlines()
        lines[code.after - 1] = f"print({SEPARATOR!r})"
    return "\n".join(lines) + "\n"


def version_of(shown: str) -> str | None:
    """The version that a block speaks of, such as "3.13"."""
    found = re.search(r"CPython (3\.\d+)", shown)
    return found[1] if found else None


_RUN = ("stillframe", "python", "sqlite3")

_DIFFERS = (
    (r"0x[0-9a-fA-F]+", "0x..."),
    (r"\b[\d,]+ bytes\b", "N bytes"),
    (r"\b\d+\.\d{3} s\b", "N s"),
    (r"\bjust now\b|\b\d+ \w+ ago\b", "some time ago"),
    (r"\bPython 3\.\d+\.\d+", "Python 3.N"),
)


def plain(text: str) -> str:
    """Text without what differs each time, and without spaces where a line ends."""
    for pattern, instead in _DIFFERS:
        text = re.sub(pattern, instead, text)
    return "".join(f"{line.rstrip()}\n" for line in text.strip("\n").split("\n"))


def matches(printed: str, shown: str) -> bool:
    """Whether a program printed what the page shows."""
    parts = re.split(r"^(?:[ ]*\.\.\.|\^C)\n", plain(shown), flags=re.MULTILINE)
    pattern = "(?:.*\n)*?".join(re.escape(part) for part in parts)
    return re.fullmatch(pattern, plain(printed)) is not None


def links(page: str) -> Iterator[tuple[str, str]]:
    """The text and the target of each link, those in blocks left out."""
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    for found in re.finditer(r"\[([^\]]+)\]\(([^)\s]+)\)", prose):
        yield found[1], found[2]


def headings(page: str) -> set[str]:
    """The anchors of a page's headings, as they are made from their words."""
    found = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in found}
