"""Every command: its keys, its name, what it does. The same as the page's, in `page/keys.js`."""

from typing import NamedTuple


class Command(NamedTuple):
    """``keys`` are as textual calls them, or a sign; the second one goes backwards."""

    name: str
    keys: tuple[str, ...]
    told: tuple[str, ...]
    does: str


COMMANDS = (
    Command("instruction", ("right", "left"), ("→", "←"), "the next instruction"),
    Command("line", ("shift+right", "shift+left"), ("Shift →", "Shift ←"), "the next line"),
    Command(
        "suspension",
        ("]", "["),
        ("]", "["),
        "the next suspension: a yield, or an await that waits",
    ),
    Command("over", ("o", "O"), ("o", "Shift o"), "over what this instruction calls or resumes"),
    Command("out", ("u", "U"), ("u", "Shift u"), "out of this frame, to its caller"),
    Command(
        "await",
        ("a", "A"),
        ("a", "Shift a"),
        "over the await: to this coroutine’s or generator’s next run",
    ),
    Command("turn", ("t", "T"), ("t", "Shift t"), "the next turn of the event loop"),
    Command("exception", ("e", "E"), ("e", "Shift e"), "the next exception"),
    Command("output", ("p", "P"), ("p", "Shift p"), "the next output"),
    Command("ends", ("end", "home"), ("End", "Home"), "the end of the run, and its beginning"),
    Command("frame", ("down", "up"), ("↓", "↑"), "the frame further in, or further out"),
    Command("play", ("space",), ("Space",), "play, and stop"),
    Command("search", ("/",), ("/",), "search for a name, a line, a value"),
    Command("go", ("g",), ("g",), "go to a step"),
    Command("compare", ("c",), ("c",), "compare with this step, wherever you go; again: no more"),
    Command("zoom", ("+", "-"), ("+", "−"), "the timeline closer, and wider"),
    Command("help", ("?",), ("?",), "this help"),
)
