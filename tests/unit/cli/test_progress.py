"""How far a long save or resume is: shown on a terminal, and only there."""

from __future__ import annotations

import io
import os
import signal
import sys
from pathlib import Path

import pytest

from stillframe.cli.progress import Bar, progress
from stillframe.program.progress import LISTENERS, Read, Written, tell
from unit.cli.processes import needs_processes, stillframe, stopped, write
from unit.cli.terminal import on_a_terminal


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int | None]]:
    found: list[tuple[str, int, int | None]] = []
    monkeypatch.setattr("stillframe.program.progress.LISTENERS", [lambda *said: found.append(said)])
    return found


def test_files_tell(heard: list[tuple[str, int, int | None]]) -> None:
    file = Written()
    file.write(b"abc")
    file.write(b"de")
    source = Read(file.getvalue())
    assert source.read(2) == b"ab"
    assert source.readinto(bytearray(1)) == 1
    assert source.read() == b"de"
    assert heard == [
        ("writing down", 3, None),
        ("writing down", 5, None),
        ("reading objects", 2, 5),
        ("reading objects", 3, 5),
        ("putting together", 5, None),
    ]


def test_what_is_quick_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "__stderr__", terminal)
    with progress():
        assert len(LISTENERS) == 1
        tell("saving", 1, 2)
    assert (LISTENERS, terminal.getvalue()) == ([], "")


def test_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (io.StringIO(), None):
        monkeypatch.setattr(sys, "__stderr__", stream)
        with progress():
            assert LISTENERS == []


def test_what_takes_long_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    bar = Bar(terminal, quiet=0)
    bar.hear("writing down", 5_000_000, None)
    bar.hear("saving", 3_000_000, 6_000_000)
    bar.close()
    said = terminal.getvalue()
    assert "stillframe: writing down" in said and "5.0/? MB" in said
    assert "stillframe: saving" in said and "3.0/6.0 MB" in said
    assert said.endswith("\x1b[2K") or "\x1b[2K" in said  # the line is gone


@needs_processes
@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
def test_a_large_program(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import os, signal, time
        class Slow:
            def __getstate__(self):
                time.sleep(0.7)
                return {"slow": True}
            def __setstate__(self, state):
                time.sleep(0.7)
        held = [Slow(), *[(str(n), [n]) for n in range(200_000)]]
        print("ready", flush=True)
        signal.raise_signal(signal.SIGINT)
        time.sleep(0.1)
        print("end", len(held))
        """,
    )
    said = on_a_terminal(["run", "app.py"], tmp_path, 100, status=75)
    assert "stillframe: writing down" in said
    assert "MB" in said
    assert "stillframe: saved to app.still" in said
    assert "stillframe: saved" in said.splitlines()[-1]
    again = on_a_terminal(["resume", "app.still"], tmp_path, 100)
    assert "stillframe: reading objects" in again
    assert again.splitlines()[-1].endswith("end 200001")
    # In a pipe, not a word.
    first = stopped(
        "run", "--fresh", "--save", "b.still", "app.py", cwd=tmp_path, by=signal.SIGCONT
    )
    assert first.status == 75
    assert first.stderr.count("\n") == 1
    assert stillframe("resume", "b.still", cwd=tmp_path) == (0, "end 200001\n", "")
