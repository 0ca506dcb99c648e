"""How the command line is spelled: help, version, usage errors, where options end."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from stillframe import cli
from stillframe.cli.app import WITH_VALUE, command, end_options
from unit.cli.processes import needs_processes, stillframe


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["app.py", "-m", "x"], ["app.py", "-m", "x"]),
        (["-m", "pkg", "-h"], ["-m", "pkg", "--", "-h"]),
        (["-mpkg", "-h"], ["-mpkg", "--", "-h"]),
        (["-c", "code", "--", "-c"], ["-c", "code", "--", "--", "-c"]),
        (["--enter", "-m", "-m", "pkg"], ["--enter", "-m", "-m", "pkg", "--"]),
        (["--enter=all", "-c", "x"], ["--enter=all", "-c", "x", "--"]),
        (["--enter", "all", "app.py", "-c", "x"], ["--enter", "all", "app.py", "-c", "x"]),
        (["-", "-m", "x"], ["-", "-m", "x"]),
        (["--", "-m", "x"], ["--", "-m", "x"]),
        (["-m"], ["-m"]),
        ([], []),
    ],
)
def test_end_options(args: list[str], expected: list[str]) -> None:
    assert end_options(args) == expected


@pytest.mark.parametrize("name", ["run", "watch"])
def test_the_options_that_take_a_value_are_known(name: str) -> None:
    """Or what follows one would be taken for the program."""
    for option in command().commands[name].params:
        if option.param_type_name == "option" and not option.is_flag:
            assert {*option.opts} - {"-m", "-c"} <= {*WITH_VALUE}


@needs_processes
@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(tmp_path: Path, option: str) -> None:
    found = stillframe(option, cwd=tmp_path)
    assert found.status == 0
    assert re.fullmatch(r"stillframe \d+\.\d+\.\d+ \(CPython 3\.\d+\.\d+\)\n", found.stdout)


@needs_processes
@pytest.mark.parametrize(
    ("arguments", "mentions"),
    [
        (["--help"], ["run", "dis", "--version"]),
        (["-h"], ["run", "dis"]),
        (["run", "--help"], ["PROGRAM", "ARGS", "-m", "-c", "--enter"]),
        (["dis", "--help"], ["PROGRAM", "FUNCTION", "__main__.py"]),
    ],
)
def test_help(tmp_path: Path, arguments: list[str], mentions: list[str]) -> None:
    found = stillframe(*arguments, cwd=tmp_path)
    assert (found.status, found.stderr) == (0, "")
    for mention in mentions:
        assert mention in found.stdout


@needs_processes
@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["no-such-command"],
        ["--no-such-option"],
        ["run", "--no-such-option", "app.py"],
        ["run", "-m"],
        ["run", "-c"],
        ["run", "--enter"],
        ["dis"],
        ["dis", "a", "b", "c"],
        ["dis", "-c", "x", "f", "g"],
    ],
)
def test_usage_errors(tmp_path: Path, arguments: list[str]) -> None:
    found = stillframe(*arguments, cwd=tmp_path)
    assert found.status == 2
    assert "Traceback" not in found.stderr
    assert "Usage: stillframe" in found.stderr + found.stdout or "requires an" in found.stderr


@needs_processes
def test_nothing_to_run_at_a_terminal() -> None:
    pytest.importorskip("pty", reason="no pseudo terminals here")
    import os
    import pty
    import subprocess

    ours, theirs = pty.openpty()
    process = subprocess.run(
        [sys.executable, "-m", "stillframe", "run"],
        stdin=theirs,
        capture_output=True,
        timeout=60,
    )
    os.close(theirs)
    os.close(ours)
    assert process.returncode == 2
    assert b"no program" in process.stderr


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 9), (3, 13, 1), (3, 14, 2)])
def test_supported(monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...]) -> None:
    monkeypatch.setattr(cli, "sys", fake_sys("cpython", version))
    assert cli.unsupported() is None


@pytest.mark.parametrize(
    ("name", "version", "message"),
    [
        ("cpython", (3, 10, 4), "stillframe: needs CPython 3.11 to 3.14, this is 3.10.4"),
        ("cpython", (3, 15, 0), "stillframe: needs CPython 3.11 to 3.14, this is 3.15.0"),
        ("pypy", (3, 11, 9), "stillframe: needs CPython, this is pypy 3.11.9"),
    ],
)
def test_unsupported(
    monkeypatch: pytest.MonkeyPatch, name: str, version: tuple[int, ...], message: str
) -> None:
    monkeypatch.setattr(cli, "sys", fake_sys(name, version))
    with pytest.raises(SystemExit) as ending:
        cli.main()
    assert ending.value.code == message  # printed on standard error; the status is 1


def fake_sys(name: str, version: tuple[int, ...]) -> SimpleNamespace:
    implementation = SimpleNamespace(name=name)
    return SimpleNamespace(implementation=implementation, version_info=version, exit=sys.exit)


@needs_processes
def test_importing_is_light(tmp_path: Path) -> None:
    code = "import sys, stillframe.cli; print({'typer', 'rich'} & set(sys.modules))"
    import subprocess

    command = [sys.executable, "-c", code]
    assert subprocess.run(command, capture_output=True, timeout=60).stdout.strip() == b"set()"
