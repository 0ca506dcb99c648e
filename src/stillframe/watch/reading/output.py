"""What was written, line by line."""

from bisect import bisect_right
from typing import NamedTuple, final


class Piece(NamedTuple):
    step: int
    stream: str
    text: str


@final
class OutputLines:
    """The lines that were written to both streams, each made of pieces."""

    def __init__(self, columns: dict[str, list[object]]) -> None:
        self.lines: list[list[Piece]] = []
        line: list[Piece] | None = None
        for written in zip(columns["step"], columns["stream"], columns["text"], strict=True):
            piece = Piece(*written)  # type: ignore[arg-type]
            for place, part in enumerate(piece.text.split("\n")):
                if place:
                    line = None
                if not part and not (place == 0 and piece.text.startswith("\n") and line is None):
                    continue
                if line is None:
                    line = []
                    self.lines.append(line)
                line.append(piece._replace(text=part))
        self._starts = [one[0].step + 1 for one in self.lines]

    def count(self, moment: int) -> int:
        """How many have begun by a moment."""
        return bisect_right(self._starts, moment)

    def pieces(self, line: int, moment: int) -> list[Piece]:
        """What stands in a line at a moment."""
        return [one for one in self.lines[line] if one.step < moment]
