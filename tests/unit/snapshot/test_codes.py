"""The code objects of a snapshot: told, found again, changed, and of another Python."""

from __future__ import annotations

import importlib
import pickle
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import stillframe
from stillframe import CodeChanged, DamagedSnapshot, freeze, thaw
from stillframe.bytecode.foreign import carried
from stillframe.errors import DecodeError
from stillframe.snapshot import codes
from stillframe.snapshot.format import unpack

TEXT = """
LIMIT = 100

def count(n):
    total = 0
    for i in range(n):
        total += i
        yield total, LIMIT, [one + 1 for one in (0,)]

def outer():
    def inner():
        return 7
    yield inner
    yield inner()
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "counting.py").write_text(TEXT, encoding="utf-8")
    yield importlib.import_module("counting")
    sys.modules.pop("counting", None)


def edit(module: Any, before: str, after: str) -> None:
    """Another program starts, with an edited file."""
    Path(module.__file__).write_text(TEXT.replace(before, after), encoding="utf-8")
    del sys.modules["counting"]
    importlib.invalidate_caches()
    for cached in Path(module.__file__).parent.glob("__pycache__/*"):
        cached.unlink()


def elsewhere(data: bytes) -> bytes:
    """The snapshot as if a Python that is none had made it: only the machine runs its code."""
    snapshot = unpack(data)
    rows = [(row[0], (3, 99), *row[2:]) for row in pickle.loads(snapshot.codes)]
    from dataclasses import replace

    from stillframe.snapshot.format import pack

    return pack(replace(snapshot, codes=pickle.dumps(rows)))


@pytest.mark.parametrize("whole", [False, True])
def test_saved_code_goes_on(module: Any, whole: bool) -> None:
    counting = module.count(5)
    next(counting), next(counting)
    data = freeze(counting, code=whole)
    edit(module, "total += i", "total += 2 * i")
    with pytest.raises(CodeChanged, match=r"count of module counting changed.*instructions"):
        thaw(data)
    saved = thaw(data, code="saved")
    assert (type(saved) is types.GeneratorType) is whole
    current = importlib.import_module("counting")
    current.LIMIT = 5  # the module's globals are the ones that are there
    assert next(saved) == (3, 5, [1])
    again = thaw(freeze(saved, code=whole), code="saved")
    current.LIMIT = 6
    assert next(again) == (6, 6, [1])


def test_other_code_of_thaw_is_refused(module: Any) -> None:
    with pytest.raises(ValueError, match='must be "current" or "saved"'):
        thaw(b"", code="new")  # type: ignore[arg-type]


def test_on_another_python_it_looks_the_same(module: Any) -> None:
    counting = module.count(5)
    next(counting), next(counting)
    one = thaw(elsewhere(freeze(counting)))
    assert type(one) is not types.GeneratorType and isinstance(one, types.GeneratorType)
    assert one.gi_frame.f_locals == counting.gi_frame.f_locals
    assert one.gi_frame.f_lineno == counting.gi_frame.f_lineno
    assert one.gi_code.co_name == "count" and one.gi_code.co_filename == module.__file__
    shown, expected = (
        [
            (entry.function, entry.line, entry.state, entry.locals)
            for entry in stillframe.stack(each)
        ]
        for each in (one, counting)
    )
    assert shown == expected
    two, deep = stillframe.fork(one), stillframe.fork(one, deep=True)
    assert (
        list(one)
        == list(two)
        == list(deep)
        == list(counting)
        == [
            (3, 100, [1]),
            (6, 100, [1]),
            (10, 100, [1]),
        ]
    )


def test_functions_of_another_python(module: Any) -> None:
    making = module.outer()
    next(making)
    saved = thaw(elsewhere(freeze(making)))
    assert next(saved) == 7
    function = thaw(elsewhere(freeze(next(module.outer()))))
    assert function() == 7 and carried(function.__code__) is not None


def test_functions_of_another_python_fail_as_ours() -> None:
    def outer(n: int) -> Any:
        def divide(by: int, *, more: int = 0) -> float:
            result = n / by
            return result + more

        return divide

    divide = thaw(elsewhere(freeze(outer(6))))
    assert divide(2, more=1) == 4
    with pytest.raises(TypeError, match=r"divide\(\) missing 1 required positional argument"):
        divide()
    with pytest.raises(ZeroDivisionError) as caught:
        divide(0)
    lines = [entry.lineno for entry in caught.traceback[1:]]
    first = divide.__code__.co_firstlineno
    assert lines == [first - 1, first]  # of the def, and of the line that failed


def test_globals_by_value_are_shared() -> None:
    names: dict[str, Any] = {"__name__": "__main__", "total": 1, "unused": object()}
    text = "def add():\n global total\n total += 1\n return total\ndef get(): return total\n"
    text += "def late():\n class C:\n  x = total\n return C.x"
    exec(text, names)
    for change in (elsewhere, bytes):
        add, get, late = thaw(change(freeze([names["add"], names["get"], names["late"]])))
        assert (add(), get(), late()) == (2, 2, 2)
        assert "unused" not in add.__globals__ and names["total"] == 1


def test_code_objects_stay_the_same() -> None:
    def outer() -> Any:
        return lambda: 1

    function, inner = thaw(freeze([outer, outer()]))
    assert inner.__code__ in function.__code__.co_consts
    assert any(one is inner.__code__ for one in function.__code__.co_consts)


def test_damaged_code_is_told() -> None:
    data = freeze([lambda: 1])
    section = unpack(data).codes
    (row,) = pickle.loads(section)
    for bad in (
        b"",
        pickle.dumps(print),
        pickle.dumps([1]),
        pickle.dumps([row[:3]]),
        section[:-3],
    ):
        with pytest.raises(DamagedSnapshot):
            codes.Reader(bad, "current")
    entry = codes.Entry(*row)
    empty = codes.Writer(whole=True)
    assert codes.Reader(empty.section(), "current") is not None
    for canonical, native in ((b"x", None), (entry.native, None), (b"", entry.canonical)):
        damaged = entry._replace(key=b"another", canonical=canonical, native=native)
        with pytest.raises(DamagedSnapshot):
            codes.Reader(pickle.dumps([tuple(damaged)]), "current").code(b"another")
    with pytest.raises(DamagedSnapshot, match="lacks a code object"):
        codes.Reader(section, "current").code(b"?")


def test_columns_that_are_none() -> None:
    from stillframe.bytecode.foreign import from_columns

    for data in ((), (1, 2), tuple(range(20))):
        with pytest.raises(DecodeError):
            from_columns(data, lambda one: one)
