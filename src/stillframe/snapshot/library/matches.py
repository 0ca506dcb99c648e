"""Matches of regular expressions: found again by the search that had found them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from stillframe.errors import ForeignSnapshot, NotSaveable
from stillframe.snapshot.library import knows

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer


@knows(re.Match)
def _reduce_match(match: Any, freezer: "Freezer") -> Any:
    """Costs another search, and one more when it is thawed."""
    for how, found in _searches(match.re, match.string, match.pos, match.endpos):
        if found is not None and _told(found) == _told(match):
            text = match.re, match.string, match.pos, match.endpos
            return find_again, (*text, how, _told(match))
    raise NotSaveable(
        "a match whose text has changed since cannot be saved; keep its groups, not the match"
    )


def _told(match: Any) -> Any:
    return match.regs, match.lastindex


def _searches(pattern: Any, text: Any, pos: int, endpos: int) -> Iterator[tuple[str | int, Any]]:
    """By the method that gives it, or as which match of `finditer`."""
    for how in ("search", "match", "fullmatch"):
        yield how, getattr(pattern, how)(text, pos, endpos)
    yield from enumerate(pattern.finditer(text, pos, endpos))


def find_again(pattern: Any, text: Any, pos: int, endpos: int, how: str | int, told: Any) -> Any:
    """The match. ForeignSnapshot if the expression doesn't match so on this Python."""
    searches = _searches(pattern, text, pos, endpos)
    found = next((one for by, one in searches if by == how), None)
    if found is None or _told(found) != told:
        raise ForeignSnapshot(
            f"{pattern!r} matches otherwise on this Python; thaw the snapshot under the Python "
            "that made it"
        )
    return found


__all__ = ["find_again"]
