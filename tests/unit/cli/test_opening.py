"""Where the page of a run goes: a file, a browser, a server on loopback."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from stillframe.cli.run import Request, name_of
from unit.cli.processes import needs_processes, stillframe

PROGRAM = "numbers = iter([1, 2])\nprint(next(numbers))\n"


@pytest.mark.parametrize(
    ("arguments", "module", "code", "name"),
    [
        (["app.py"], None, None, "app"),
        (["/a/b/app.py", "x"], None, None, "app"),
        (["tool"], None, None, "tool"),
        (["folder/"], None, None, "folder"),
        (["-"], None, None, "stdin"),
        ([], None, None, "stdin"),
        (["x"], None, "print(1)", "command"),
        (["x"], "package.tool", None, "package.tool"),
    ],
)
def test_the_default_name(
    arguments: list[str], module: str | None, code: str | None, name: str
) -> None:
    """The same for a page as for a saved program."""
    assert name_of(Request(arguments, module, code, [])) == name


@needs_processes
def test_the_page_of_a_module(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__main__.py").write_text(PROGRAM)
    assert stillframe("watch", "-m", "package", cwd=tmp_path)[0] == 0
    assert (tmp_path / "package.watch.html").exists()


@needs_processes
def test_a_page_is_written_beside(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    status, out, err = stillframe("watch", "app.py", cwd=tmp_path)
    assert (status, out) == (0, "1\n")
    page = tmp_path / "app.watch.html"
    steps = re.fullmatch(
        rf"stillframe: (\d+) steps in app.watch.html \({page.stat().st_size:,} bytes\)\n", err
    )
    assert steps is not None and int(steps[1]) > 10
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@needs_processes
def test_the_program_may_go_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import os\nos.chdir('/')\n")
    assert stillframe("watch", "-o", "run.html", "app.py", cwd=tmp_path)[0] == 0
    assert (tmp_path / "run.html").stat().st_size > 10_000


@needs_processes
def test_a_page_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    status, out, err = stillframe("watch", "-o", "no/run.html", "app.py", cwd=tmp_path)
    assert (status, out) == (2, "")  # before the program ran
    assert err == "stillframe: no/run.html can't be written: No such file or directory\n"


@needs_processes
def test_an_older_page_stays_where_the_program_is_lost(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import os\nos._exit(7)\n")
    (tmp_path / "app.watch.html").write_text("older")
    assert stillframe("watch", "app.py", cwd=tmp_path)[0] == 7
    assert (tmp_path / "app.watch.html").read_text() == "older"


@needs_processes
def test_served_on_loopback(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    command = [sys.executable, "-m", "stillframe", "watch", "--serve", "app.py"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as child:
        try:
            assert child.stderr is not None
            line = child.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert found is not None, line
            with urllib.request.urlopen(found[0], timeout=10) as answer:
                assert answer.read().startswith(b"<!doctype html>")
            for address, host in ((found[0] + "other", None), (found[0], "evil.example")):
                request = urllib.request.Request(address)
                if host is not None:
                    request.add_header("Host", host)
                with pytest.raises(urllib.error.HTTPError, match="404") as refused:
                    urllib.request.urlopen(request, timeout=10)
                refused.value.close()
            child.send_signal(signal.SIGINT)
            assert child.wait(10) == 0
        finally:
            child.kill()
    assert not (tmp_path / "app.watch.html").exists()


@needs_processes
def test_a_server_and_a_file_exclude_each_other(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    status, _, err = stillframe("watch", "--serve", "-o", "run.html", "app.py", cwd=tmp_path)
    assert status == 2 and "--serve" in err
