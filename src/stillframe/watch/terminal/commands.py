"""All keys: those of `reading.commands`, and those that only the terminal has."""

from stillframe.watch.reading.commands import COMMANDS, Command

HERE = (
    Command(
        "mark",
        ("tab", "shift+tab"),
        ("Tab", "Shift Tab"),
        "the next value: it is marked wherever it stands",
    ),
    Command("maker", ("enter",), ("Enter",), "to the step that made the marked value"),
    Command("back", ("backspace",), ("Backspace",), "back to where you were before a jump"),
    Command("speed", (">", "<"), (">", "<"), "play faster, and slower"),
    Command("scroll", ("pagedown", "pageup"), ("PageDown", "PageUp"), "scroll what stands apart"),
    Command(
        "tab",
        ("1", "2", "3", "4", "5"),
        ("1", "2", "3", "4", "5"),
        "where there is little room: frames, instructions, loop, output, compared",
    ),
    Command("light", ("d",), ("d",), "dark, or light"),
    Command("quit", ("q",), ("q",), "leave"),
)

ALL = (*COMMANDS, *HERE)

# Those that go to another moment, and take that for the next.
STEPS = (
    "instruction",
    "line",
    "suspension",
    "over",
    "out",
    "await",
    "turn",
    "exception",
    "output",
)

BY_KEY = {
    key: (command.name, place) for command in ALL for place, key in enumerate(command.keys)
} | {"=": ("zoom", 0), "ctrl+c": ("quit", 0)}
