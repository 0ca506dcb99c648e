"""The same within one process, for Pythons that start no others: the module is replaced."""

from __future__ import annotations

import asyncio
import gc
import importlib
import sys
import weakref
from pathlib import Path
from types import ModuleType

import pytest

from stillframe.loop import EventLoop
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


def test_a_save_keeps_nothing_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even until the next garbage collection: the program's objects go when it lets them."""

    class Held:
        pass

    monkeypatch.setattr(process, "ROWS", {})
    held = Held()
    loop = EventLoop()
    task = loop.create_task(asyncio.sleep(0, held))
    gone = weakref.ref(held)
    collects = gc.isenabled()
    gc.disable()
    try:
        freeze_program({"held": held, "task": task}, Own(Policy("test", lambda file: False)))
        loop.run_until_complete(task)
        del held, task
        assert gone() is None
    finally:
        loop.close()
        if collects:
            gc.enable()
