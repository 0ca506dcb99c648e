"""`stillframe watch --tui`, on a real terminal: a pseudo-terminal, keys, and how it ends."""

from __future__ import annotations

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from unit.cli.processes import needs_processes, python, stillframe, write

pytestmark = needs_processes

LONG = 60.0  # seconds, for what must come at some time
SHOWN = "Linked into the chain"
_ESCAPES = re.compile(r"\x1b(\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07]*\x07|[()].|[@-Z\\-_])")


class Terminal:
    """A process on a terminal of its own."""

    def __init__(self, folder: Path, *arguments: str, **options: Any) -> None:
        import fcntl
        import pty
        import termios

        self.master, slave = pty.openpty()
        size = options.pop("size", (120, 40))
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", **options.pop("env", {})}
        environment = {
            name: value for name, value in environment.items() if name not in ("COLUMNS", "LINES")
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "stillframe", "watch", "--tui", *arguments],
            cwd=folder,
            env=environment,
            start_new_session=True,
            **{"stdin": slave, "stdout": slave, "stderr": slave, **options},
        )
        self._slave = slave  # kept open: a program may close its own
        self.written = b""

    @property
    def text(self) -> str:
        """What has been written, without what moves and colours."""
        return _ESCAPES.sub("", self.written.decode(errors="replace"))

    def read(self) -> bool:
        """Read what there is; False at the end."""
        is_over = self.process.poll() is not None
        ready, _, _ = select.select([self.master], [], [], 0 if is_over else 0.2)
        if ready:
            self.written += os.read(self.master, 65536)
        return bool(ready) or not is_over

    def until(self, text: str, since: int = 0) -> None:
        """Wait until that stands there; ``since`` a length of what had been written."""
        end = time.monotonic() + LONG
        while text not in _ESCAPES.sub("", self.written[since:].decode(errors="replace")):
            assert self.read(), (text, self.text[-2000:])
            assert time.monotonic() < end, (text, self.text[-2000:])

    def press(self, keys: str, then: str) -> None:
        since = len(self.written)
        os.write(self.master, keys.encode())
        self.until(then, since)

    def to_the_end(self) -> None:
        """Press End, again and again: something that is still open may take it for itself."""
        end = time.monotonic() + LONG
        while "The program has ended." not in self.text:
            os.write(self.master, b"\x1b[F")
            assert self.read() and time.monotonic() < end

    def leave(self) -> int:
        """Press q; the status that it ends with."""
        os.write(self.master, b"q")
        return self.ended()

    def ended(self) -> int:
        end = time.monotonic() + LONG
        while self.read():
            assert time.monotonic() < end
        return self.process.wait(timeout=LONG)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)
        os.close(self._slave)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Any]:
    opened: list[Terminal] = []

    def start(text: str, *arguments: str, **options: Any) -> Terminal:
        program = write(tmp_path / "program.py", text)
        program = tmp_path / options.pop("program", program)
        folder = tmp_path / options.pop("folder", ".")
        opened.append(Terminal(folder, str(program), *arguments, **options))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


PROGRAM = "def g():\n    yield 1\n    yield 2\n\n\nfor n in g():\n    print('written', n)\n"


def test_a_run(terminal: Any) -> None:
    """It is shown behind what the program has written, moves, and leaves the terminal as it was."""
    run = terminal(PROGRAM)
    run.until(SHOWN)
    run.until("Standing apart")
    before = run.written.partition(b"\x1b[?1049h")[0]  # the other screen begins
    assert before == b"written 1\r\nwritten 2\r\n"
    run.press("\x1b[C", "step 1 ")
    run.press("]", "yield")
    run.press("?", "Keys")
    os.write(run.master, b"q")  # closes the help
    run.to_the_end()
    assert run.leave() == 0
    assert run.written.count(b"\x1b[?1049l") == 1
    assert "Traceback" not in run.text


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("import sys; sys.exit(3)", 3, ""),
        ("def f():\n    raise KeyError('k')\nf()", 1, "KeyError: 'k'"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGINT)", -signal.SIGINT, "Interrupt"),
        ("import atexit; atexit.register(print, 'bye')", 0, "bye"),
    ],
    ids=["status", "raised", "interrupted", "atexit"],
)
def test_it_ends_as_the_program(terminal: Any, text: str, status: int, said: str) -> None:
    run = terminal(text)
    run.until(SHOWN)
    assert run.leave() == status
    assert said in run.text.rpartition(SHOWN)[2]


def test_a_program_with_a_loop(terminal: Any) -> None:
    """The application has a loop of its own, though asyncio makes those of the recorder."""
    run = terminal(
        "import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    return 5\n"
        "print(asyncio.run(main()))\n"
    )
    run.until(SHOWN)
    run.press("t", "turn 1 at")
    assert run.leave() == 0


@pytest.mark.parametrize(
    "text",
    [
        "import sys\nsys.stdin.close()\nsys.stdout.close()\nsys.stderr.close()\n",
        "import os\nfor fd in (0, 1, 2):\n    os.close(fd)\n",
        "import sys\nsys.__stdin__ = sys.__stderr__ = sys.stdin = sys.stderr = None\n",
        "import os, sys\nsys.path.insert(0, '.')\nos.environ.clear()\n",
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nsignal.set_wakeup_fd(-1)\n",
    ],
    ids=["streams", "descriptors", "none", "environment", "signals"],
)
def test_whatever_the_program_did(terminal: Any, text: str) -> None:
    run = terminal(text)
    run.until(SHOWN)
    run.press("\x1b[C", "step 1 ")
    assert run.leave() in (0, 120)  # 120: as under python, standard output can't be flushed


def test_a_program_that_reads(terminal: Any) -> None:
    """From the terminal, and afterwards the keys are the application's."""
    run = terminal("print('got', input('name? '))\n")
    run.until("name? ")
    os.write(run.master, b"who\r")
    run.until("got who")
    run.until(SHOWN)
    run.press("\x1b[C", "step 1 ")
    assert run.leave() == 0


def test_a_program_that_reads_a_file(terminal: Any, tmp_path: Path) -> None:
    """Standard input and error may be files: the terminal is that of standard output."""
    write(tmp_path / "input", "from a file\n")
    with (tmp_path / "input").open() as file, (tmp_path / "errors").open("w") as errors:
        run = terminal(
            "import sys\nprint('got', input())\nprint('oops', file=sys.stderr)\n",
            stdin=file,
            stderr=errors,
        )
    run.until("got from a file")
    run.until(SHOWN)
    run.press("\x1b[C", "step 1 ")
    assert run.leave() == 0
    assert (tmp_path / "errors").read_text() == "oops\n"


def test_modules_that_stand_before_ours(terminal: Any, tmp_path: Path) -> None:
    """A program's own modules of names that the application would import."""
    for name in ("rich", "textual", "selectors", "termios", "shutil"):
        write(tmp_path / f"{name}.py", "raise RuntimeError('not this one')\n")
    (tmp_path / "elsewhere").mkdir()
    run = terminal(PROGRAM, folder="elsewhere")
    run.until(SHOWN)
    run.press("/", "Search")
    run.press("g#1", "Generators and coroutines")
    os.write(run.master, b"\r")
    run.to_the_end()
    assert run.leave() == 0


def test_no_colours(terminal: Any) -> None:
    run = terminal(PROGRAM, env={"NO_COLOR": "1"})
    run.until(SHOWN)
    run.press("\x1b[C", "step 1 ")
    assert run.leave() == 0
    colours = re.findall(rb"\x1b\[[0-9;]*?[34]8;[0-9;]*m|\x1b\[(?:3|4|9|10)[0-7]m", run.written)
    assert colours == []
    assert "▶" in run.text


def test_a_small_one_that_grows(terminal: Any) -> None:
    import fcntl
    import termios

    run = terminal(PROGRAM, size=(80, 24))
    run.until(SHOWN)
    assert "2 instructions" in run.text
    since = len(run.written)
    fcntl.ioctl(run.master, termios.TIOCSWINSZ, struct.pack("HHHH", 44, 150, 0, 0))
    os.killpg(run.process.pid, signal.SIGWINCH)
    run.until("Value stack", since)
    assert run.leave() == 0


def test_a_frozen_generator(terminal: Any, tmp_path: Path) -> None:
    """One moment of something that isn't run."""
    text = "import stillframe\ndef count():\n    yield 1\n    yield 2\nobj = count()\nnext(obj)\n"
    write(tmp_path / "make.py", text + "open('frozen.bin', 'wb').write(stillframe.freeze(obj))\n")
    assert python("make.py", cwd=tmp_path).status == 0
    run = terminal("", program="frozen.bin")
    run.until("count#1")
    assert "Python 3" in run.text
    assert "suspended" in run.text
    assert "step 0" not in run.text
    assert run.leave() == 0


# -- what is refused, before the program runs


def test_no_terminal(tmp_path: Path) -> None:
    write(tmp_path / "program.py", "print('it ran')\n")
    ending = stillframe("watch", "--tui", "program.py", cwd=tmp_path)
    assert ending.status == 2
    assert ending.stdout == ""
    assert "standard output isn't one; --text prints the run" in ending.stderr


@pytest.mark.parametrize("kind", ["dumb", ""])
def test_a_terminal_without_a_cursor(terminal: Any, kind: str) -> None:
    run = terminal("print('it ran')\n", env={"TERM": kind})
    assert run.ended() == 2
    assert "--text prints the run" in run.text
    assert "it ran" not in run.text


def test_no_textual(terminal: Any, tmp_path: Path) -> None:
    """It says how to get it."""
    write(
        tmp_path / "site" / "sitecustomize.py",
        "import sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'textual':\n"
        "            raise ModuleNotFoundError('No module named textual', name='textual')\n"
        "sys.meta_path.insert(0, Finder())\n",
    )
    run = terminal("print('it ran')\n", env={"PYTHONPATH": str(tmp_path / "site")})
    assert run.ended() == 2
    assert "python -m pip install 'stillframe[tui]'" in run.text
    assert "it ran" not in run.text


@pytest.mark.parametrize("option", ["--text", "--json", "--serve", "-o=x"])
def test_what_excludes_it(tmp_path: Path, option: str) -> None:
    ending = stillframe("watch", "--tui", *option.split("="), "program.py", cwd=tmp_path)
    assert ending.status == 2
    assert "--tui goes without" in ending.stderr


def test_textual_is_imported_only_then(tmp_path: Path) -> None:
    text = "import sys; print([name for name in sys.modules if name.startswith('textual')])"
    ending = stillframe("watch", "--text", "-o", "run.txt", "-c", text, cwd=tmp_path)
    assert ending.stdout == "[]\n" == python("-c", text, cwd=tmp_path).stdout
