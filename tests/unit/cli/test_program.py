"""Finding a program, compiling it, and which code the machine will enter; nothing is run here."""

from __future__ import annotations

import builtins
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from stillframe.cli import program as programs
from stillframe.cli.program import CannotRun, from_command, from_module, from_path
from stillframe.cli.run import policy_for


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_main_module(tmp_path: Path) -> None:
    path = str(write(tmp_path / "app.py", "'a docstring'"))
    module = programs.main_module(from_path(path))
    assert module.__name__ == "__main__"
    assert module.__file__ == path
    assert module.__dict__["__builtins__"] is builtins
    assert module.__doc__ is None  # until its first line has run
    assert module.__spec__ is None


def test_finding_changes_nothing(tmp_path: Path) -> None:
    before = list(sys.path), list(sys.argv), sys.modules["__main__"]
    write(tmp_path / "app" / "__main__.py", "")
    from_path(str(tmp_path / "app"))
    from_path(str(tmp_path / "app" / "__main__.py"))
    from_command("pass")
    assert (list(sys.path), list(sys.argv), sys.modules["__main__"]) == before


def test_compiling_inherits_nothing_of_ours() -> None:
    # `from __future__ import annotations` of our own module must not reach the program.
    namespace: dict[str, Any] = {}
    exec(from_command("def f(a: 1 + 1): pass").code, namespace)
    assert namespace["f"].__annotations__ == {"a": 2}


def test_source_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "latin.py"
    path.write_bytes("# coding: latin-1\r\nx = 'é'\r\n".encode("latin-1"))
    assert from_path(str(path)).source == "# coding: latin-1\nx = 'é'\n"
    assert from_command("x = 1").source == "x = 1"


def test_cannot_run(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="can't open file") as missing:
        from_path(str(tmp_path / "missing.py"))
    assert missing.value.status == 2
    with pytest.raises(CannotRun, match="can't find '__main__' module"):
        from_path(str(tmp_path))
    with pytest.raises(CannotRun, match=r"No module named xml.__main__; 'xml' is a package"):
        from_module("xml")


# -- which code the machine enters


LIBRARY = os.path.dirname(os.__file__)  # sysconfig doesn't know that it may be a zip file
INSTALLED = os.path.dirname(os.path.dirname(pytest.__file__))


def enters(policy: Any, *path: str) -> bool:
    return policy.enters(compile("", os.path.join(*path), "exec"))


def test_enter(tmp_path: Path) -> None:
    program = from_path(str(write(tmp_path / "app.py", "")))

    default = policy_for(program, [])
    assert enters(default, str(tmp_path), "app.py")
    assert enters(default, str(tmp_path), "lib", "beside.py")
    assert not enters(default, LIBRARY, "json", "decoder.py")
    assert not enters(default, INSTALLED, "somewhere.py")

    patterns = policy_for(program, ["json.*", "*/some*.py"])
    assert enters(patterns, str(tmp_path), "app.py")
    assert enters(patterns, LIBRARY, "json", "decoder.py")
    assert enters(patterns, INSTALLED, "somewhere.py")
    assert not enters(patterns, LIBRARY, "textwrap.py")

    assert enters(policy_for(program, ["json.*", "all"]), LIBRARY, "textwrap.py")


def test_a_program_among_the_libraries_is_entered() -> None:
    default = policy_for(from_module("json.tool"), [])
    assert enters(default, LIBRARY, "json", "decoder.py")
    assert not enters(default, LIBRARY, "textwrap.py")
    assert enters(policy_for(from_module("textwrap"), []), LIBRARY, "textwrap.py")
