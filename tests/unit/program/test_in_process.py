"""The same within one process, for Pythons that start no others: the module is replaced."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from stillframe.machine.policy import Policy
from stillframe.program import process
from stillframe.program.snapshot import Own, freeze_program, thaw_program
from unit.program.resuming import write
from unit.program.test_modules import KINDS, checks


def test_functions_and_classes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "kinds_of_a_program"
    write(tmp_path, {f"{name}.py": KINDS})
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    monkeypatch.setattr(process, "ROWS", {})  # the process is that of the tests
    before = importlib.import_module(name)
    try:
        own = Own(Policy("test", lambda file: file.startswith(str(tmp_path))))
        after = thaw_program(freeze_program(before, own))
        assert after is sys.modules[name] is not before
        exec(checks(), {"main": after})
        assert capsys.readouterr().out == "all\n"
    finally:
        sys.modules.pop(name)
