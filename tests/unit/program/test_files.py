"""Open files of a program, from one process to another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from unit.program.resuming import needs_processes, refused, resume, save, unsaveable, write

pytestmark = needs_processes

READING = {
    "app.py": """
        file = open("data.txt")
        first = file.readline()
        """,
    "data.txt": "one\ntwo\nthree\n",
}
WRITING = {
    "app.py": """
        file = open("out.txt", "w")
        file.write("one\\n")
        """
}


def test_read_on(tmp_path: Path) -> None:
    write(tmp_path, READING)
    save(tmp_path)
    assert resume(tmp_path, "print(first, file.read())") == "one\n two\nthree\n\n"


@pytest.mark.parametrize(
    ("mode", "options"),
    [("rb", ""), ("r", ", newline=''"), ("r", ", encoding='latin-1'"), ("r+", ""), ("rb+", "")],
)
def test_how_it_was_opened(tmp_path: Path, mode: str, options: str) -> None:
    text = f"file = open('data.txt', '{mode}'{options})\nfirst = file.readline()"
    write(tmp_path, {"app.py": text})
    (tmp_path / "data.txt").write_bytes(b"one\r\n\xc3\xa9t\xc3\xa9\r\n")
    save(tmp_path)
    resumed = resume(tmp_path, "print(ascii(file.read()), file.mode, type(file).__name__)")
    with open(tmp_path / "data.txt", mode, **eval(f"dict({options[2:]})")) as file:
        file.readline()
        assert resumed == f"{file.read()!a} {file.mode} {type(file).__name__}\n"


def test_write_on(tmp_path: Path) -> None:
    write(tmp_path, WRITING)
    save(tmp_path)
    resume(tmp_path, "file.write('two\\n')\nfile.close()")
    assert (tmp_path / "out.txt").read_text() == "one\ntwo\n"


def test_what_was_written_after_the_save_is_cut_off(tmp_path: Path) -> None:
    write(tmp_path, WRITING)
    save(tmp_path)
    (tmp_path / "out.txt").write_text("one\nlost\n")
    resume(tmp_path, "file.write('2\\n')\nfile.close()")
    assert (tmp_path / "out.txt").read_text() == "one\n2\n"


def test_what_others_appended_is_kept(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": WRITING["app.py"].replace('"w"', '"a"')})
    save(tmp_path)
    (tmp_path / "out.txt").write_text("one\nfrom another\n")
    resume(tmp_path, "file.write('2\\n')\nfile.close()")
    assert (tmp_path / "out.txt").read_text() == "one\nfrom another\n2\n"


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    write(tmp_path, READING)
    save(tmp_path)
    (tmp_path / "data.txt").unlink()
    said = refused(tmp_path)
    assert said.startswith("stillframe.errors.SurroundingsChanged: the file ")
    assert f"{tmp_path / 'data.txt'}, which the program has open, is gone" in said


@pytest.mark.parametrize("text", ["one\ntwx\nthree\n", "one\n"])
def test_a_file_that_is_read_was_changed(tmp_path: Path, text: str) -> None:
    write(tmp_path, READING)
    save(tmp_path)
    (tmp_path / "data.txt").write_text(text)
    os.utime(tmp_path / "data.txt", (1, 1))
    said = refused(tmp_path)
    assert f"{tmp_path / 'data.txt'}, which the program is reading, was changed" in said


def test_a_copy_or_a_longer_file_is_as_good(tmp_path: Path) -> None:
    write(tmp_path, READING)
    save(tmp_path)
    with open(tmp_path / "data.txt", "a") as file:
        file.write("four\n")
    os.utime(tmp_path / "data.txt", (1, 1))
    assert resume(tmp_path, "print(file.read())") == "two\nthree\nfour\n\n"


def test_a_file_that_is_written_is_shorter(tmp_path: Path) -> None:
    write(tmp_path, WRITING)
    save(tmp_path)
    (tmp_path / "out.txt").write_text("o")
    said = refused(tmp_path)
    assert "which the program is writing, is shorter" in said
    assert (tmp_path / "out.txt").read_text() == "o"


def test_a_file_that_was_deleted_while_it_was_open(tmp_path: Path) -> None:
    program = "import os\nfile = open('out.txt', 'w')\nos.remove('out.txt')\n"
    write(tmp_path, {"app.py": program})
    said = unsaveable(tmp_path)
    assert "module __main__ › global 'file'" in said
    assert f"{tmp_path / 'out.txt'} was deleted or replaced since it was opened" in said


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "import os\nfile = os.fdopen(os.open(os.devnull, os.O_WRONLY), 'w')",
            "not opened by its path",
        ),
        ("import bz2\nfile = bz2.open('out.bz2', 'w')", "a BZ2File that is written cannot be"),
        ("import ssl\nfile = ssl.create_default_context()", "an ssl.SSLContext cannot be saved"),
    ],
)
def test_refused_by_name(tmp_path: Path, text: str, what: str) -> None:
    write(tmp_path, {"app.py": text})
    said = unsaveable(tmp_path)
    assert "NotSaveable: module __main__ › global 'file'" in said and what in said
