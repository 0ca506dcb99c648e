"""Frame: what it shows, as CPython's frame objects do."""

import sys
from collections.abc import Generator, MutableMapping
from typing import Any

import pytest

from stillframe.machine import NULL, Frame, Machine
from unit.machine.guests import assert_alike, machine_of, on_machine, outcome, step_until


def suspended(n: int) -> Generator[int, None, None]:
    cell = [n]

    def inner() -> list[int]:
        return cell

    yield n
    later = inner()
    yield len(later)


def frame_of(n: int = 1) -> tuple[Any, Frame]:
    gen = on_machine(suspended, n)
    next(gen)
    return gen, gen.gi_frame


def test_a_frame_at_the_start() -> None:
    frame = Machine(lambda a, b=2: a + b, 1).frame
    assert isinstance(frame, Frame)
    assert frame.fast == [1, 2]
    assert frame.stack == []
    assert (frame.pc, frame.lasti, frame.depth) == (0, -1, 0)
    assert frame.back is None
    assert frame.f_back is None
    assert frame.f_lasti == -1
    assert frame.f_lineno == frame.f_code.co_firstlineno


def test_unbound_locals_are_null() -> None:
    _, frame = frame_of()
    names = frame.code.slots
    assert frame.fast[names.index("later")] is NULL
    assert "later" not in frame.f_locals
    assert repr(NULL) == "NULL"


def test_its_attributes() -> None:
    _, frame = frame_of(3)
    native = suspended(3)
    next(native)
    theirs = native.gi_frame
    assert frame.f_code is theirs.f_code
    assert frame.f_globals is theirs.f_globals
    assert frame.f_builtins is theirs.f_builtins
    assert frame.f_lineno == theirs.f_lineno
    assert frame.f_lasti == theirs.f_lasti
    assert frame.f_trace is None
    assert set(frame.f_locals) == set(theirs.f_locals)
    assert frame.f_locals["cell"] == [3]
    assert repr(frame).startswith("<frame at 0x")
    assert f"line {frame.f_lineno}, code suspended>" in repr(frame)


def test_where_it_stands_is_cpythons_at_every_yield() -> None:
    ours, native = on_machine(suspended, 1), suspended(1)
    places = []
    for gen in (ours, native):
        seen = [(gen.gi_frame.f_lasti, gen.gi_frame.f_lineno)]
        for _ in gen:
            seen.append((gen.gi_frame.f_lasti, gen.gi_frame.f_lineno))
        places.append(seen)
    assert places[0] == places[1]
    assert len(places[0]) == 3


def test_clear() -> None:
    gen, frame = frame_of()
    if sys.version_info >= (3, 13):
        with pytest.raises(RuntimeError, match="cannot clear a suspended frame"):
            frame.clear()
        gen.close()
    frame.clear()
    assert frame.stack == []
    assert set(frame.fast) == {NULL}
    assert dict(frame.f_locals) == {}
    assert list(gen) == []


def test_a_running_frame_is_not_cleared() -> None:
    assert_alike(lambda: outcome(sys._getframe().clear))


def test_locals_written_from_outside() -> None:
    """From 3.13 on f_locals is a view that writes through (PEP 667)."""
    gen, frame = frame_of()
    view = frame.f_locals
    view["n"] = 9
    view["extra"] = 1
    if sys.version_info >= (3, 13):
        assert isinstance(view, MutableMapping)
        assert frame.fast[0] == 9
        assert frame.f_locals["extra"] == 1
        view["cell"] = [1, 2]
        assert next(gen) == 2
        with pytest.raises(ValueError, match="cannot remove local variables"):
            del view["n"]
        del view["extra"]
        assert "extra" not in frame.f_locals
    else:
        assert frame.fast[0] == 1
        assert frame.f_locals["n"] == 1
        assert frame.f_locals["extra"] == 1


def test_the_frame_of_a_module() -> None:
    machine, namespace = machine_of("x = 1\ny = x + 1\n")
    frame = machine.frame
    assert frame is not None
    assert frame.f_locals is namespace is frame.f_globals
    assert frame.f_code.co_name == "<module>"
    step_until(machine, lambda frame: frame.f_lineno == 2)
    assert namespace["x"] == 1
    assert "y" not in namespace


def test_the_handled_exception() -> None:
    def program() -> int:
        try:
            raise KeyError("k")
        except KeyError:
            x = 1
        return x

    machine = Machine(program)
    frame = machine.frame
    assert frame is not None
    assert frame.handled is None
    seen = []
    while machine.step():
        if frame.handled is not None and not seen:
            seen.append(frame.handled)
            assert frame.exc_info is frame.handled
    assert [repr(error) for error in seen] == ["KeyError('k')"]
    assert frame.handled is None
