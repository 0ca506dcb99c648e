"""What the docs show is what happens; what they link to is there."""

from __future__ import annotations

import ast
import contextlib
import functools
import os
import shlex
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from unit.cli.processes import needs_processes, take_control_c
from unit.docs import pages
from unit.docs.pages import Block, Command

ROOT = Path(__file__).parents[3]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [*DOCS, ROOT / "README.md"]  # the README's programs: unit/cli/test_examples.py
TEXTS = {page: page.read_text(encoding="utf-8") for page in PAGES}
PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"


def label(value: object) -> str:
    match value:
        case Path():
            return value.stem
        case Block():
            return f"line{value.line}"
        case [Command(line=line), *_]:
            return f"line{line}"
    return ""


def output(command: list[str], cwd: Path, interrupted_after: int | None = None) -> str:
    """What a command prints, errors among the rest, its folder left out; Ctrl-C is pressed after
    that many lines."""
    # Python's own commands print to a pipe as UTF-8, unbuffered: both streams stay in order.
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}
    for name in ("FORCE_COLOR", "PYTHONWARNINGS"):
        environment.pop(name, None)
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        preexec_fn=take_control_c if os.name != "nt" else None,
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(interrupted_after or 0)]
        if interrupted_after is not None:
            process.send_signal(signal.SIGINT)
        try:
            rest, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    return ("".join(lines) + rest).replace(f"{cwd}{os.sep}", "")


def rows(file: Path, query: str) -> str:
    """What the command `sqlite3`, which need not be installed, prints."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        found = connection.execute(query).fetchall()
    return "".join("|".join(map(str, row)) + "\n" for row in found)


class Workplace:
    """Where the programs of the pages run, each page's in a folder with its files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.printed: dict[Path, list[str]] = {}

    def folder(self, page: Path) -> Path:
        made = self.root / page.stem
        if not made.exists():
            made.mkdir()
            for block in pages.blocks(TEXTS[page]):
                if block.file:
                    (made / block.file).write_text(block.text, encoding="utf-8")
            (made / "examples").symlink_to(ROOT / "examples")
        return made

    def programs(self, page: Path) -> list[str]:
        """What each of a page's programs printed; the last one says why it ended, if early."""
        if page not in self.printed:
            folder = self.folder(page)
            file = folder / f"page_{page.stem}.py"
            file.write_text(pages.as_program(TEXTS[page]), encoding="utf-8")
            printed = output([sys.executable, str(file)], folder)
            self.printed[page] = printed.split(pages.SEPARATOR + "\n")
        return self.printed[page]

    def command(self, page: Path, command: Command) -> str:
        name, *arguments = shlex.split(command.words, comments=True)
        if name == "sqlite3":
            return rows(self.folder(page) / arguments[0], arguments[1])
        start = [sys.executable] if name == "python" else [sys.executable, "-m", name]
        return output([*start, *arguments], self.folder(page), command.interrupted_after)


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    return Workplace(tmp_path_factory.mktemp("docs"))


def skip_others(shown: str) -> None:
    version = pages.version_of(shown)
    if version not in (None, PYTHON):
        pytest.skip(f"shows CPython {version}")


def compare(printed: str, shown: str) -> None:
    skip_others(shown)
    assert pages.matches(printed, shown), f"-- shown\n{shown}\n-- printed\n{printed}"


@needs_processes
@pytest.mark.parametrize(
    ("page", "index", "shown"),
    [
        (page, index, shown)
        for page in DOCS
        for index, (_, shown) in enumerate(pages.programs(TEXTS[page]))
    ],
    ids=label,
)
def test_program(workplace: Workplace, page: Path, index: int, shown: Block) -> None:
    printed = workplace.programs(page)
    compare(printed[min(index, len(printed) - 1)], shown.text)


@needs_processes
@pytest.mark.parametrize(
    ("page", "commands"),
    [(page, commands) for page in PAGES for commands in pages.commands(TEXTS[page])],
    ids=label,
)
def test_commands(workplace: Workplace, page: Path, commands: list[Command]) -> None:
    for command in commands:
        skip_others(command.shown)
        compare(workplace.command(page, command), command.shown)


# -- links


@functools.cache
def names_in(file: Path) -> set[str]:
    """The names that a module defines, and the words that its tables have as keys."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                found.add(name)
            case ast.Constant(value=str(name)) if name.isidentifier():
                found.add(name)
    return found


def broken(page: Path, text: str, target: str) -> str | None:
    """What is wrong with a link."""
    if "://" in target:
        return None
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if file.suffix == ".html":  # `make gallery` makes it, of the program beside it
        return None if file.with_suffix(".py").exists() else f"{target}: no such program"
    if not file.exists():
        return f"{target}: no such file"
    if anchor and file.suffix == ".md" and anchor not in pages.headings(file.read_text("utf-8")):
        return f"{target}: no such heading"
    if file.suffix == ".py" and text.startswith("`") and not text.endswith(".py`"):
        dotted = text.strip("`").partition("(")[0]
        known = names_in(file) | {file.stem}
        missing = [name for name in dotted.split(".") if name not in known]
        if missing:
            return f"{target}: it has no {', '.join(missing)}"
    return None


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_links(page: Path) -> None:
    found = [broken(page, text, target) for text, target in pages.links(TEXTS[page])]
    assert [one for one in found if one] == []


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "index.md"
    linked = {target for _, target in pages.links(TEXTS[index])}
    assert {page.name for page in DOCS} - {index.name} <= linked


# -- the tests of the docs can fail

PAGE = """\
```python
# named.py
print("a file")
```

```python
x = 6
print(x, object())
```

```text
6 <object object at 0x7f01>
```

```python
not run
```

and then

```text
not its output
```

```console
$ make nothing
$ stillframe run named.py    # a file
a file
$ python named.py
first
...
last
```
"""


def test_what_is_run_of_a_page() -> None:
    ((code, shown),) = pages.programs(PAGE)
    assert (code.text.splitlines()[0], shown.text) == ("x = 6", "6 <object object at 0x7f01>\n")
    assert PAGE.splitlines()[code.line - 1] == "x = 6"
    assert [block.file for block in pages.blocks(PAGE) if block.file] == ["named.py"]
    ((first, second),) = pages.commands(PAGE)
    assert [(c.words.split()[0], c.shown, c.line) for c in (first, second)] == [
        ("stillframe", "a file\n", 27),
        ("python", "first\n...\nlast\n", 29),
    ]
    assert first.interrupted_after is None
    assert Command(1, "", "one\ntwo\n^C\nthree\n").interrupted_after == 2
    namespace: dict[str, int] = {}
    exec(compile(pages.as_program(PAGE), "page", "exec"), namespace)
    assert namespace["x"] == 6


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        ("first\nlast\n", True),
        ("first\na\nb\nlast\n", True),
        ("first\nlast  \n\n", True),
        ("first\na\n", False),
        ("at first\nlast\n", False),
        ("", False),
    ],
)
def test_matching(printed: str, same: bool) -> None:
    assert pages.matches(printed, "first\n...\nlast\n") is same


def test_what_differs_each_time_matches_and_other_numbers_do_not() -> None:
    assert pages.matches("<f at 0x1>", "<f at 0x7f02>")
    assert pages.matches("1,024 bytes, 1.234 s, just now", "9 bytes, 0.001 s, 3 hours ago")
    assert pages.matches("a\nb\nc\n", "a\n^C\nc\n")
    assert not pages.matches("<f at 1>", "<f at 2>")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("a page", "nothing.md"),
        ("a heading", "../README.md#nothing"),
        ("`gen_send_away`", "../src/stillframe/machine/generators.py"),
        ("`Frame.nothing`", "../src/stillframe/machine/frame.py"),
    ],
)
def test_broken_links_are_found(text: str, target: str) -> None:
    assert broken(ROOT / "docs" / "index.md", text, target)


def test_sound_links_are_sound() -> None:
    here = ROOT / "docs" / "index.md"
    assert broken(here, "`Frame.lasti`", "../src/stillframe/machine/frame.py") is None
    assert broken(here, "`frame.py`", "../src/stillframe/machine/frame.py") is None
    assert broken(here, "speed", "../README.md#develop") is None
