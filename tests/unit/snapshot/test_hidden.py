"""Types that no module has under their name: refused with the path, where nothing leads to them."""

from __future__ import annotations

import collections
import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from stillframe import NotSaveable, freeze, thaw
from stillframe.snapshot.hidden import is_of_c

HIDDEN = type(iter(int, 1))  # callable_iterator


def holds(kind: Any) -> Iterator[Any]:
    yield 1
    yield kind


def holding(kind: Any) -> Iterator[Any]:
    one = holds(kind)
    next(one)
    return one


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (HIDDEN, "callable_iterator"),
        (type(collections.OrderedDict().keys()), "odict_keys"),
        (type(iter(memoryview(b""))), "memory_iterator"),
    ],
)
def test_it_is_refused_by_its_name(kind: type, name: str) -> None:
    one = holding(kind)
    with pytest.raises(NotSaveable) as refusal:
        freeze({"job": one})
    said = str(refusal.value)
    assert said.startswith("dict › ['job'] generator holds() at ")
    assert f" › local 'kind' class {name}: a type of C's that no module has" in said
    assert next(one) is kind


def test_so_is_what_leads_to_it() -> None:
    with pytest.raises(NotSaveable, match=r"^list › \[0\] › argument class callable_iterator: a t"):
        freeze([HIDDEN.__next__])


@pytest.mark.parametrize(
    "kind",
    [
        type({}.keys()),
        type(iter({})),
        type(iter([])),
        type(iter("")),
        type(threading.Lock()),
        type(None),
        type(...),
        type(NotImplemented),
        type(holding),
        type(holding(1)),
        type(holding.__code__),
        type(collections.namedtuple("Pair", "a b").a),
    ],
    ids=lambda kind: kind.__qualname__,
)
def test_some_stand_somewhere_under_another_name(kind: type) -> None:
    assert next(thaw(freeze(holding(kind)))) is kind


def all_types() -> list[type]:
    """All that there are in this process."""
    gc.collect()
    found: dict[int, type] = {}
    pending: list[type] = [object]
    while pending:
        for one in type.__subclasses__(pending.pop()):
            if id(one) not in found:
                found[id(one)] = one
                pending.append(one)
    return list(found.values())


def test_every_type_of_c_is_itself_again_or_refused() -> None:
    """None is made anew by value: what was made would be another type, if it could be made."""
    kinds = [kind for kind in all_types() if is_of_c(kind)]
    assert len(kinds) > 300
    refused = 0
    for kind in kinds:
        try:
            data = freeze(kind)
        except NotSaveable as error:
            assert "a type of C's that no module has under its name" in str(error)
            refused += 1
        else:
            assert thaw(data) is kind
    assert 0 < refused < len(kinds) / 3


def test_what_a_class_statement_makes_is_not_of_c() -> None:
    class Plain:
        pass

    class Slots:
        __slots__ = ("a",)
        __hash__ = object.__hash__

    class List(list[int]):
        __new__ = list.__new__  # type: ignore[assignment]
        append = list.append

    made = type("Made", (), {})
    named = collections.namedtuple("named", "a b")
    assert not any(map(is_of_c, (Plain, Slots, List, made, named)))
