"""What a file is, by its first bytes, whatever it is called."""

from typing import Literal

from stillframe.snapshot.format import MAGIC

SQLITE = b"SQLite format 3\0"


def recognise(path: str) -> Literal["program", "object"] | None:
    """Whether a file is that of a saved program, or what `freeze` gave; None for anything else.

    Only the beginning is read; whether the rest is as it should be is another question.
    """
    try:
        with open(path, "rb") as file:
            start = file.read(len(SQLITE))
    except (OSError, ValueError):
        return None
    if start == SQLITE:
        return "program"
    return "object" if start.startswith(MAGIC) else None
