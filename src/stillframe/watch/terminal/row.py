"""A line of a pane: pieces of text, each with styles, and with what it leads to."""

from collections.abc import Hashable
from typing import Any, NamedTuple, final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from stillframe.watch.terminal.look import Look


class Target(NamedTuple):
    """What a piece of text stands for, and where a click on it leads: a kind, and which one.

    ``value``: frame, "stack" or "slots", place, value. ``seen``: a value. ``frame``: a frame.
    ``line``: file, line. ``instruction``: code, index. ``moment``: a moment. ``command``: its
    name, and whether it is forwards. ``tab``: a pane.
    """

    kind: str
    which: tuple[Hashable, ...]


class Piece(NamedTuple):
    text: str
    styles: str = ""
    target: Target | None = None


@final
class Row:
    """Pieces from the left; those behind `right` stand at the right edge. ``ground`` is a style of
    the whole line."""

    def __init__(self, text: str = "", styles: str = "", target: Target | None = None) -> None:
        self.left: list[Piece] = []
        self.at_right: list[Piece] = []
        self.ground = ""
        if text:
            self.add(text, styles, target)

    def add(self, text: str, styles: str = "", target: Target | None = None) -> "Row":
        if text:
            self.left.append(Piece(text, styles, target))
        return self

    def right(self, text: str, styles: str = "", target: Target | None = None) -> "Row":
        if text:
            self.at_right.append(Piece(text, styles, target))
        return self

    def extend(self, pieces: list[Piece]) -> "Row":
        self.left += pieces
        return self

    def fitted(self, width: int) -> list[Piece]:
        """The pieces, cut and filled to a width in cells. The right ones stay whole if they can."""
        at_right = cut_pieces(list(map(printable, self.at_right)), width)
        room = width - length(at_right)
        left = cut_pieces(list(map(printable, self.left)), room - 1 if at_right and room else room)
        return [*left, Piece(" " * (room - length(left))), *at_right]

    def strip(self, width: int, look: Look) -> Strip:
        """The line as textual draws it."""
        segments = [segment(piece, look, self.ground) for piece in self.fitted(width) if piece.text]
        return Strip(segments, width)


def length(pieces: list[Piece]) -> int:
    return sum(cell_len(piece.text) for piece in pieces)


def cut(text: str, width: int) -> str:
    """A text that is at most so many cells wide."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip(" ") + "…" if width > 0 else ""


def cut_pieces(pieces: list[Piece], width: int) -> list[Piece]:
    """Pieces that are at most so many cells wide together."""
    if length(pieces) <= width:
        return pieces
    kept: list[Piece] = []
    for piece in pieces:
        room = width - length(kept)
        if cell_len(piece.text) >= room:
            return [*kept, piece._replace(text=cut(f"{piece.text} ", room))]  # more would follow
        kept.append(piece)
    return kept


def segment(piece: Piece, look: Look, ground: str = "") -> Segment:
    style = look.style(f"{ground} {piece.styles}".strip())
    if piece.target is not None:
        meta: dict[str, Any] = {"target": piece.target}
        style += Style(meta=meta)
    return Segment(piece.text, style)


# What would move the cursor, turn the direction of writing, or do worse.
_SIGNS = {code: 0x2400 + code for code in range(32)} | {127: 0x2421}
_SIGNS |= dict.fromkeys([*range(128, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)


def printable(piece: Piece) -> Piece:
    """The same without control characters: signs for them, as ``␛``."""
    return piece if piece.text.isprintable() else piece._replace(text=piece.text.translate(_SIGNS))
