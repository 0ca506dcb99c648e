"""`stillframe dis`: what it lists, how it looks, and that it never runs the program.

The listings of one program stand in tests/golden/dis, one for each Python. After a change that is
meant, write them anew: `STILLFRAME_WRITE_GOLDEN=1 pytest tests/unit/cli/test_dis.py`, then read
the difference.
"""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path
from types import CodeType

import pytest
from rich.console import Console

from stillframe.bytecode import decode
from stillframe.cli import layout, listing
from unit.cli.processes import needs_processes, stillframe

GOLDEN = Path(__file__).parents[2] / "golden" / "dis"
PROGRAM = GOLDEN / "program.py"
SOURCE = PROGRAM.read_text(encoding="utf-8")
PYTHON = ".".join(map(str, sys.version_info[:2]))


def program(source: str = SOURCE) -> CodeType:
    return compile(source, "program.py", "exec", dont_inherit=True)


def plain_text(source: str = SOURCE, function: str | None = None) -> str:
    code = program(source)
    codes = listing.nested(code) if function is None else listing.find(code, function)
    parts = [
        "\n".join(layout.plain(listing.listing(each), source.splitlines(), PYTHON))
        for each in codes
    ]
    return "\n\n".join(parts) + "\n"


def rows(source: str, function: str) -> list[listing.Row]:
    (code,) = listing.find(program(source), function)
    return list(listing.listing(code).rows)


def test_golden() -> None:
    path = GOLDEN / f"{PYTHON}.txt"
    if os.environ.get("STILLFRAME_WRITE_GOLDEN"):
        path.write_text(plain_text(), encoding="utf-8", newline="\n")
    assert plain_text() == path.read_text(encoding="utf-8")


def test_there_is_a_golden_listing_for_every_python() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {"3.11", "3.12", "3.13", "3.14"}


# -- what it lists


def test_every_canonical_instruction_is_listed_once_in_order() -> None:
    for code in listing.nested(program()):
        found = [step.index for row in listing.listing(code).rows for step in row.canonical]
        assert found == list(range(len(decode(code).instructions)))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("def f():\n    yield 1", "suspends: yield"),
        ("def f():\n    yield from ()", "suspends: yield from"),
        ("async def f():\n    await g()", "suspends: await"),
        ("async def f():\n    yield 1", "suspends: yield"),
    ],
)
def test_suspension_points_are_marked(body: str, kind: str) -> None:
    notes = [step.note for row in rows(body, "f") for step in row.canonical if step.note]
    assert notes[0] == "created"
    assert kind in notes[1:]
    assert set(notes[1:]) <= {kind, "suspends: await"}


def test_a_plain_function_has_no_suspension_point() -> None:
    assert not [step for row in rows("def f(): pass", "f") for step in row.canonical if step.note]


def test_depth() -> None:
    steps = [step for row in rows("def f(a, b): return a + b", "f") for step in row.canonical]
    depths = {step.text.split()[0]: step.depth for step in steps}
    assert depths["BINARY_OP"] == 2
    assert depths["RETURN_VALUE"] == 1


def test_code_that_control_never_reaches_has_no_depth() -> None:
    text = plain_text("def f():\n    while True: pass\n    return 1", "f")
    depths = [step.depth for row in rows("def f(): return 1", "f") for step in row.canonical]
    assert None not in depths
    assert "f, program.py:1" in text


def test_lines_and_targets() -> None:
    found = rows("def f(n):\n    for i in n:\n        g(i)", "f")
    assert {row.line for row in found} >= {1, 2, 3}
    targets = {row.offset for row in found if row.is_target}
    named = {
        int(match[1])
        for row in found
        if "JUMP" in row.native or "FOR_ITER" in row.native
        for match in re.finditer(r"\(to (\d+)\)", row.native)
    }
    assert targets == named != set()


def test_exception_table() -> None:
    text = plain_text("def f():\n    try:\n        g()\n    except E:\n        h()", "f")
    table = text.partition("exception table\n")[2].splitlines()
    assert len(table) >= 2
    assert all(re.fullmatch(r"    \d+ to \d+ -> \d+, depth \d(, lasti)?", line) for line in table)
    assert any("lasti" in line for line in table)


def test_wide_arguments() -> None:
    source = "def f(a):\n    return [" + ", ".join(f"{n}.5" for n in range(300)) + ", a]"
    text = plain_text(source, "f")
    assert "EXTENDED_ARG" not in text
    assert "280.5" in text


def test_no_address_in_it() -> None:
    assert not re.search(r"0x[0-9a-f]{6}", plain_text())


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("outer", 1),
        ("outer.<locals>.inner", 1),
        ("outer.inner", 1),
        ("Account", 1),
        ("Account.withdraw", 1),
        ("<module>", 1),
        ("inner", 0),
        ("nothing", 0),
    ],
)
def test_find(name: str, count: int) -> None:
    assert len(listing.find(program(), name)) == count


def test_find_gives_all_of_one_name() -> None:
    source = "def f(): pass\ndef f(a): pass"
    assert [code.co_argcount for code in listing.find(program(source), "f")] == [0, 1]


def test_close_names() -> None:
    assert listing.close_names(program(), "withdraw")[0] == "Account.withdraw"
    assert "outer" in listing.close_names(program(), "outre")
    assert listing.close_names(program(), "zzzzzzzz") == []


# -- how it looks


def rendered(width: int) -> str | None:
    (code,) = listing.find(program(), "outer.inner")
    parts = layout.table(listing.listing(code), SOURCE.splitlines(), PYTHON, width)
    if parts is None:
        return None
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, color_system="truecolor")
    console.print(*parts, sep="\n", end="")
    return re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue())


@pytest.mark.parametrize("width", [120, 140, 200])
def test_table(width: int) -> None:
    text = rendered(width)
    assert text is not None
    assert max(map(len, text.splitlines())) <= width
    (yields,) = (line for line in text.splitlines() if "suspends: yield" in line)
    assert yields.count("YIELD_VALUE") == 2
    (first,) = (line for line in text.splitlines() if "def inner" in line)
    assert re.search(r"^ *2 +def inner\(\): ", first)


def test_a_table_needs_room() -> None:
    assert rendered(70) is None


def test_fit() -> None:
    widths = [4, 80, 6, 40, 5, 50, 15]
    assert layout.fit(widths, 60) is None
    for room in range(120, 240):
        fitted = layout.fit(widths, room)
        assert fitted is not None
        assert sum(fitted) + layout.GAP * 6 <= room
        assert all(given <= wanted for given, wanted in zip(fitted, widths, strict=True))
    assert layout.fit(widths, 300) == widths


# -- the command


@needs_processes
def test_command(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("__import__('sys').exit('was run')\n" + SOURCE)
    found = stillframe("dis", "program.py", "Account.withdraw", cwd=tmp_path)
    assert (found.status, found.stderr) == (0, "")
    assert found.stdout.startswith("Account.withdraw, program.py:12\n")
    assert found.stdout.isascii()

    whole = stillframe("dis", "program.py", cwd=tmp_path)
    assert [
        line for line in whole.stdout.splitlines() if re.match(r"[\w<].*, program.py:\d+$", line)
    ]
    assert whole.stdout.count(" exception table") == 3
    assert found.stdout in whole.stdout


@needs_processes
def test_other_ways_in(tmp_path: Path) -> None:
    source = b"def f(): return 'only this'"
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__main__.py").write_bytes(source)
    endings = [
        stillframe("dis", "-c", source.decode(), "f", cwd=tmp_path),
        stillframe("dis", "-", "f", cwd=tmp_path, stdin=source),
        stillframe("dis", "app", "f", cwd=tmp_path),
    ]
    for ending in endings:
        assert (ending.status, ending.stderr) == (0, "")
        assert "return 'only this'" in ending.stdout
    assert len({ending.stdout.partition("\n")[2] for ending in endings}) == 1


@needs_processes
@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["missing.py"], 2, "stillframe: can't open file .*missing.py': .Errno 2. No such file.*"),
        (["app.py", "fob"], 1, "stillframe: no function or class 'fob' in .*; did you mean foo.*"),
        (["app.py", "zzz"], 1, "stillframe: no function or class 'zzz' in .*app.py"),
        (["."], 1, "stillframe: can't find '__main__' module in .*"),
    ],
)
def test_one_line_errors(tmp_path: Path, arguments: list[str], status: int, message: str) -> None:
    (tmp_path / "app.py").write_text("def foo(): pass")
    found = stillframe("dis", *arguments, cwd=tmp_path)
    assert (found.status, found.stdout) == (status, "")
    assert re.fullmatch(message + "\n", found.stderr)


@needs_processes
def test_syntax_error(tmp_path: Path) -> None:
    found = stillframe("dis", "-c", "x = (", cwd=tmp_path)
    assert found.status == 1
    assert found.stderr.endswith("SyntaxError: '(' was never closed\n")


@needs_processes
def test_source_that_the_pipe_cant_show(tmp_path: Path) -> None:
    found = stillframe("dis", "-c", "x = 'é'", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert (found.status, found.stderr) == (0, "")
    assert r"x = '\xe9'" in found.stdout


@needs_processes
@pytest.mark.skipif(os.name == "nt", reason="no pseudo terminals on Windows")
@pytest.mark.parametrize(
    ("env", "columns", "is_table"),
    [
        ({"TERM": "xterm-256color"}, 150, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, 150, False),
        ({"TERM": "xterm-256color"}, 80, False),
        ({"TERM": "dumb"}, 150, False),
    ],
)
def test_terminals(env: dict[str, str], columns: int, is_table: bool) -> None:
    text = in_terminal(
        [sys.executable, "-m", "stillframe", "dis", str(PROGRAM), "outer"], env, columns
    )
    assert ("\x1b[" in text) == is_table
    assert (" | def outer(step):" in text) != is_table
    assert "def outer(step)" in text


def in_terminal(command: list[str], env: dict[str, str], columns: int) -> str:
    """What a command prints on a terminal of that width."""
    import fcntl
    import pty
    import struct
    import subprocess
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    unwanted = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM")
    inherited = {name: value for name, value in os.environ.items() if name not in unwanted}
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env={**inherited, **env}
    ) as process:
        os.close(theirs)
        output = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # EIO: the other side is closed
                break
            if not part:
                break
            output += part
        os.close(ours)
    assert process.returncode == 0, output
    return output.decode()


@needs_processes
@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is another error on Windows")
def test_reader_that_goes_away(tmp_path: Path) -> None:
    import subprocess

    read, write = os.pipe()
    os.close(read)
    process = subprocess.run(
        [sys.executable, "-m", "stillframe", "dis", str(PROGRAM)],
        stdout=write,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    os.close(write)
    assert process.stderr == b""
    assert process.returncode == 1
