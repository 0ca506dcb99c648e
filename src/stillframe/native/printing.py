"""How a stack is printed: the same lines as plain text and, with rich, in colours.

Nothing that an object of the program does in its `repr()` can do harm here, short of not ending.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, final

from stillframe.short import printable, short

if TYPE_CHECKING:
    from rich.console import RenderableType

    from stillframe.native.stack import Stack

# What a part of a line is, and its style in rich.
_STYLES = {
    "": "",
    "function": "bold cyan",
    "state": "green",
    "place": "dim",
    "name": "yellow",
    "slot": "magenta",
    "waits": "bold",
    "value": "",  # by what rich sees in it
}

_Parts = tuple[tuple[str, str], ...]


@final
class Line(NamedTuple):
    """A line in parts, each with what it is; ``inside`` if it belongs to the one above."""

    inside: bool
    parts: _Parts


def lines_of(stack: Stack) -> Iterator[Line]:
    """What is printed of a stack."""
    for entry in stack:
        yield Line(
            False,
            (
                ("", f"{entry.kind} "),
                ("function", f"{printable(entry.function)}()"),
                ("", ", "),
                ("state", entry.state.value),
                ("", ", "),
                ("place", f'File "{printable(entry.file)}", line {entry.line}'),
            ),
        )
        for name, value in entry.locals.items():
            yield Line(True, (("name", name), ("", " = "), ("value", short(value))))
        for what, value in entry.value_stack:
            yield Line(True, (("slot", f"[{what}]"), ("", " "), ("value", short(value))))
    if stack.waits_for is not None:
        yield Line(False, (("waits", "waits for"), ("", " "), ("value", short(stack.waits_for))))
        for value in _gathered(stack.waits_for):
            yield Line(True, (("value", short(value)),))


def _gathered(future: Any) -> list[Any]:
    """What `asyncio.gather` waits for: its future's repr() doesn't say."""
    return list(future._children) if type(future).__name__ == "_GatheringFuture" else []


def as_text(stack: Stack) -> str:
    return "\n".join(
        "    " * inside + "".join(text for _, text in parts) for inside, parts in lines_of(stack)
    )


def as_rich(stack: Stack) -> RenderableType:
    """Whatever the width, nothing is left out: what is too long goes on in the next line."""
    from rich.console import Group
    from rich.highlighter import ReprHighlighter
    from rich.padding import Padding
    from rich.text import Text

    highlight = ReprHighlighter()
    made = []
    for inside, parts in lines_of(stack):
        text = Text(overflow="fold")
        for what, part in parts:
            text.append_text(highlight(part) if what == "value" else Text(part, _STYLES[what]))
        made.append(Padding(text, (0, 0, 0, 4 * inside)))
    return Group(*made)
