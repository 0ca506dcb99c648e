"""Values are shown without running the program's code, and stay what they are."""

from __future__ import annotations

import enum
import gc
from typing import Any
from weakref import ref

import pytest

from stillframe.watch.shapes import LONGEST, MOST, cut
from stillframe.watch.values import Values
from unit.watch.recorded import of_text, stacks


@pytest.fixture
def values() -> Values:
    return Values(lambda: 0)


def shown(values: Values, value: Any) -> tuple[str, str]:
    row = values.of(value)
    return values.kinds[values.type[row]].name, values.text[row]


def contents(values: Values, value: Any) -> list[str]:
    row = values.of(value)
    last = [what for seen, what in zip(values.seen, values.contents, strict=True) if seen == row]
    total, *items = last[-1]
    return [str(total), *[values.text[one] or f"#{values.number[one]}" for one in items]]


class Nasty:
    """All that it could do when it is looked at is to raise."""

    def __init__(self) -> None:
        self.x = 1

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)

    __repr__ = __len__ = __eq__ = __hash__ = __iter__ = __str__ = __bool__ = __getattr__  # type: ignore[assignment]
    __class__ = property(lambda self: self.raises)  # type: ignore[assignment]


class NastyList(list[int]):
    def __iter__(self) -> Any:
        raise AssertionError

    __len__ = __repr__ = __iter__


class Slotted:
    __slots__ = ("a", "b")


class Color(enum.Enum):
    RED = 1


class NastyError(Exception):
    @property
    def args(self) -> Any:  # type: ignore[override]
        raise AssertionError


def test_nothing_of_the_program_is_run(values: Values) -> None:
    assert contents(values, NastyError(1)) == ["1", "1"]
    assert contents(values, Nasty()) == ["1", "'x'", "1"]
    assert contents(values, NastyList([1, 2])) == ["2", "1", "2"]


def test_instances_are_shown_by_what_they_hold(values: Values) -> None:
    slotted = Slotted()
    slotted.a = 5
    assert contents(values, slotted) == ["1", "'a'", "5"]
    assert shown(values, Color.RED) == ("Color", "Color.RED")
    assert contents(values, KeyError("k", 2)) == ["2", "'k'", "2"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        (True, "True"),
        (-7, "-7"),
        pytest.param(1 << 100_000, "<100001 bits>", id="huge"),
        ("a\n", "'a\\n'"),
        (b"ab", "b'ab'"),
        (-0.0, "-0.0"),
        (range(3), "range(0, 3)"),
        (len, "len"),
        (cut, "cut"),
        (Values.of, "Values.of"),
        (enum, "enum"),
        (int, "int"),
    ],
)
def test_texts(values: Values, value: Any, text: str) -> None:
    assert shown(values, value) == (type(value).__name__, text)


def test_long_ones_are_cut(values: Values) -> None:
    for value in ("x" * 10**6, b"x" * 10**6, 10**90):
        _, text = shown(values, value)
        assert len(text) <= LONGEST
        assert "…" in text
    total, *items = contents(values, list(range(100)))
    assert (total, len(items)) == ("100", MOST)


def test_equal_atoms_are_one_value_and_equal_objects_are_not(values: Values) -> None:
    assert values.of(1000) == values.of(int("1000"))
    assert len({values.of(one) for one in (1, 1.0, True)}) == 3
    assert values.of(0.0) != values.of(-0.0)
    first, second = [1], [1]
    assert values.of(first) == values.of(first) != values.of(second)
    assert [values.number[values.of(one)] for one in (first, second)] == [1, 2]


def test_what_holds_itself_and_what_is_deep(values: Values) -> None:
    loop: list[Any] = []
    loop.append(loop)
    assert contents(values, loop) == ["1", "#1"]
    deep: list[Any] = []
    for _ in range(10_000):
        deep = [deep]
    assert contents(values, deep) == ["1", "#3"]


def test_what_was_done_to_an_object_is_seen(values: Values) -> None:
    value = {"a": 1}
    assert contents(values, value) == ["1", "'a'", "1"]
    value["b"] = 2
    values.again(value)
    assert contents(values, value) == ["2", "'a'", "1", "'b'", "2"]
    count = len(values.seen)
    values.again(value)
    assert len(values.seen) == count


def test_an_address_that_is_used_again_is_another_object() -> None:
    trace = of_text("for i in range(4):\n    a = [i]\n    a.append((i, i))\n    del a\n")
    lists = [
        row["value"] for row in _contents(trace) if trace.show(row["value"]).startswith("<list")
    ]
    assert len(set(lists)) == 4


def test_an_object_that_a_list_gives_away_stays_itself() -> None:
    trace = of_text("outer = [[1]]\nname = outer.pop()\nother = name\n")
    found = [slots for slots in stacks(trace, "STORE_NAME") if slots[-1].startswith("<list")]
    assert [slots[-1] for slots in found] == ["<list #2>", "<list #1>", "<list #1>"]


def test_nothing_is_kept_alive(values: Values) -> None:
    class Short:
        pass

    value = Short()
    values.of(value)
    gone = ref(Short), ref(value)
    del value, Short
    gc.collect()
    assert [one() for one in gone] == [None, None]


def test_functions_are_cut_in_the_middle() -> None:
    assert cut("a" * 100, 10) == "aaaaaa…aaa"


def _contents(trace: Any) -> list[dict[str, Any]]:
    from unit.watch.recorded import rows

    return rows(trace, "contents")


def test_another_object_at_the_address_of_one_that_is_gone(values: Values) -> None:
    """There are no weak references to lists: nobody tells that one is gone."""
    kept = []
    gone = [[] for _ in range(1000)]
    addresses = {id(one) for one in gone}
    for one in gone:
        values.of(one)
    del one, gone
    while True:
        kept.append(slice(len(kept)))  # as large as a list
        if id(kept[-1]) in addresses:
            break
        assert len(kept) < 100_000
    rows = len(values.seen)
    values.again(kept[-1])
    assert len(values.seen) == rows
