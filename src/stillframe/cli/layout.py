"""How a listing looks: as a table on a wide terminal, as plain text everywhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from stillframe.cli.listing import Canonical, Listing

if TYPE_CHECKING:
    from rich.console import RenderableType

# Columns that the table may crop, and what must be left of each for the table to be worth it.
CROPPED = {"source": 20, "native": 28, "canonical": 30}
GAP = 2


class Cells(NamedTuple):
    """One line of the table; a native instruction stands beside the first that it became."""

    line: str
    source: str
    offset: str
    native: str
    depth: str
    canonical: str
    note: str


def headings(python: str) -> Cells:
    """What stands above the columns."""
    return Cells("line", "source", "offset", f"CPython {python}", "depth", "canonical", "")


RIGHT_ALIGNED = ("line", "offset", "depth")


def cells(listing: Listing, source: Sequence[str]) -> Iterator[Cells]:
    """The listing as lines of a table."""
    for row in listing.rows:
        line = "" if row.line is None else str(row.line)
        text = _source_line(source, row.line)
        where = f"{'>> ' if row.is_target else ''}{row.offset}"
        native = row.native
        for step in row.canonical or (None,):
            yield Cells(line, text, where, native, *_canonical_cells(step))
            line = text = where = native = ""


def _canonical_cells(step: Canonical | None) -> tuple[str, str, str]:
    if step is None:
        return "", "", ""
    depth = "-" if step.depth is None else str(step.depth)
    return depth, f"{step.index:>4}  {step.text}", step.note


def _source_line(source: Sequence[str], line: int | None) -> str:
    if line is None or not 0 < line <= len(source):
        return ""
    return source[line - 1].rstrip().expandtabs(4)


def plain(listing: Listing, source: Sequence[str], python: str) -> Iterator[str]:
    """Lines of text, ASCII but for the source: every source line above its instructions."""
    rows = list(cells(listing, source))
    widths = _widths([headings(python), *rows])
    yield listing.title
    yield f"  {'; '.join(listing.facts)}"
    yield ""
    yield _aligned(headings(python), widths)
    for row in rows:
        if row.line:
            yield f"{row.line:>5} | {row.source}".rstrip()
        yield _aligned(row, widths)
    if listing.handlers:
        yield ""
        yield "  exception table"
        yield from (f"    {handler}" for handler in listing.handlers)


def _widths(rows: Sequence[Cells]) -> list[int]:
    """The width of every column."""
    return [max(map(len, column)) for column in zip(*rows, strict=True)]


def _aligned(row: Cells, widths: Sequence[int]) -> str:
    _, _, offset, native, depth, canonical, _ = widths
    return (
        f"  {row.offset:>{offset}}  {row.native:<{native}}  "
        f"{row.depth:>{depth}}  {row.canonical:<{canonical}}  {row.note}"
    ).rstrip()


def fit(widths: Sequence[int], room: int) -> list[int] | None:
    """Widths that fit into a terminal, what must be cropped cropped; None if it is too narrow."""
    fitted = [
        min(width, CROPPED.get(name, width))
        for name, width in zip(Cells._fields, widths, strict=True)
    ]
    spare = room - sum(fitted) - GAP * (len(fitted) - 1)
    if spare < 0:
        return None
    for column in map(Cells._fields.index, ("native", "canonical", "source")):
        given = min(spare, widths[column] - fitted[column])
        fitted[column] += given
        spare -= given
    return fitted


def table(
    listing: Listing, source: Sequence[str], python: str, room: int
) -> list[RenderableType] | None:
    """The same for a terminal, the source beside its instructions; None if it is too narrow."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    rows = list(cells(listing, source))
    widths = fit(_widths([headings(python), *rows]), room)
    if widths is None:
        return None
    grid = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim italic")
    styles = Cells("cyan", "bold", "dim", "", "magenta", "green", "bold yellow")
    for name, heading, style, width in zip(
        Cells._fields, headings(python), styles, widths, strict=True
    ):
        grid.add_column(
            heading,
            style=style,
            justify="right" if name in RIGHT_ALIGNED else "left",
            width=width,
            no_wrap=True,
            overflow="ellipsis",
        )
    for row in rows:
        grid.add_row(*map(Text, row))
    parts: list[RenderableType] = [
        Text(listing.title, style="bold"),
        Text(f"  {'; '.join(listing.facts)}", style="dim"),
        Padding(grid, (1, 0, 0, 0)),
    ]
    if listing.handlers:
        lines = "\n".join(["exception table", *(f"  {handler}" for handler in listing.handlers)])
        parts.append(Padding(Text(lines, style="dim"), (1, 0, 0, 2)))
    return parts
