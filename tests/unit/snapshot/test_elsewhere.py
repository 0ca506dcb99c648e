"""What one Python's libraries name, and another one's don't."""

from __future__ import annotations

import asyncio
import logging
import os
import pathlib
import pickle
from typing import Any

import pytest

from stillframe import freeze, thaw
from stillframe.bytecode import Code, decode
from stillframe.snapshot import elsewhere
from stillframe.snapshot.codes import Reader
from stillframe.snapshot.pickler import Thawer


def named(module: str, name: str) -> Any:
    """What a snapshot's name leads to."""
    return Thawer(pickle.dumps(None), [], Reader(pickle.dumps([]), "current")).find_class(
        module, name
    )


def code(text: str) -> Code:
    """The code of a function with that expression."""
    return decode(eval(f"lambda: ({text})").__code__)


def test_a_private_part_of_a_package() -> None:
    assert named("pathlib._local", "Path") is pathlib.Path
    assert named("asyncio._nothing._here", "Queue") is asyncio.Queue
    with pytest.raises(ModuleNotFoundError, match=r"json\._nothing"):
        named("json._nothing", "nothing")
    with pytest.raises(AttributeError, match="nothing"):
        named("json", "nothing")


def test_what_is_supplied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(elsewhere.NAMES, ("os", "_absent"), lambda: "made")
    namespace: dict[str, Any] = {"math": "its own"}
    elsewhere.supply(code("_absent, tempfile, math, print, never"), "os", namespace)
    assert namespace.pop("tempfile").__name__ == "tempfile"
    assert namespace == {"math": "its own", "_absent": "made"}


def test_a_module_of_the_same_package() -> None:
    namespace: dict[str, Any] = {}
    elsewhere.supply(code("timeouts"), "asyncio.tasks", namespace)
    assert namespace["timeouts"] is asyncio.timeouts


def test_methods(monkeypatch: pytest.MonkeyPatch) -> None:
    class Kind:
        def known(self) -> str:
            return "its own"

    for name in ("known", "unknown"):
        monkeypatch.setitem(elsewhere.FUNCTIONS, ("os", "Kind", name), lambda self: "given")
    elsewhere.supply(code("1"), "os", {"Kind": Kind})
    assert (Kind().known(), Kind().unknown()) == ("its own", "given")  # type: ignore[attr-defined]


def test_aliases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(elsewhere.ALIASES, ((3, 11), "here", "one"), "other")
    before = code("one(two)")
    adapted = elsewhere.adapt(before, (3, 11), "here")
    names = [one.arg for one in adapted.instructions if one.op == "LOAD_GLOBAL"]
    assert names == ["other", "two"]
    assert len(adapted.instructions) == len(before.instructions)
    assert elsewhere.adapt(before, (3, 12), "here") is before


class Adapter(logging.LoggerAdapter):  # type: ignore[type-arg]
    pass


def test_attributes_that_were_added() -> None:
    adapter = Adapter(logging.getLogger("here"), {"a": 1})
    vars(adapter).pop("merge_extra", None)
    again = thaw(freeze(adapter))
    assert vars(again) == {**vars(adapter), "merge_extra": False}
    assert again.logger is adapter.logger
    assert again.process("text", {}) == ("text", {"extra": {"a": 1}})


def test_attributes_that_it_has() -> None:
    record = logging.makeLogRecord({"msg": "said", "taskName": "its own"})
    assert vars(thaw(freeze(record))) == vars(record)


def test_walking_through_folders(tmp_path: pathlib.Path) -> None:
    walk = elsewhere.NAMES["os", "_walk"]()
    assert next(walk(tmp_path, True, None, False)) == next(os.walk(tmp_path))


def test_unions() -> None:
    union = int | None
    data = freeze(union)
    assert thaw(data) == union
    assert b"functools" in data  # 3.14's name for their type means something else in 3.13
