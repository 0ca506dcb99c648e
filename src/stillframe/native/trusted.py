"""What CPython takes for granted of the objects on a suspended frame's value stack.

The compiler sees to it that FOR_ITER finds an iterator and LIST_APPEND a list; the interpreter
doesn't look again, and crashes on anything else. A frame that was made of bytes is looked at here.
"""

from collections.abc import Callable, Hashable
from functools import cache, partial
from types import CellType
from typing import Any, NamedTuple, final

from stillframe.bytecode import Code
from stillframe.bytecode.origins import follow
from stillframe.native.iterators import ITERATORS
from stillframe.native.lift import KINDS


@final
class Demand(NamedTuple):
    """What must stand in a slot: in words, and as a test."""

    words: str
    met: Callable[[Any], bool]


def _has(method: str, value: Any) -> bool:
    """As C looks: in the type's classes, not in what it pretends to be."""
    return any(method in kind.__dict__ for kind in type(value).__mro__)


def _is(kind: type, value: Any) -> bool:
    return type(value) is kind


@cache
def _exactly(kind: type) -> Demand:
    return Demand(f"a {kind.__name__}", partial(_is, kind))


def _is_exception(value: Any) -> bool:
    return issubclass(type(value), BaseException)


def _is_exception_or_none(value: Any) -> bool:
    return value is None or _is_exception(value)


def _is_iterator(value: Any) -> bool:
    return type(value) in ITERATORS or _has("__next__", value)


def _is_receiver(value: Any) -> bool:
    return type(value) in KINDS or _is_iterator(value) or _has("send", value)


ITERATOR = Demand("an iterator", _is_iterator)
RECEIVER = Demand("something to await", _is_receiver)
EXCEPTION = Demand("an exception", _is_exception)
HANDLED = Demand("an exception or None", _is_exception_or_none)
RAISED = Demand(
    "a list of exceptions",
    lambda value: type(value) is list and all(map(_is_exception_or_none, value)),
)
TEXT = Demand("a string", lambda value: issubclass(type(value), str))
CELL, LIST, SET, DICT, TUPLE = map(_exactly, (CellType, list, set, dict, tuple))

# By operation and the name of what it pushes.
_PUSHED: dict[str, dict[str, Demand]] = {
    "GET_ITER": {"iter": ITERATOR},
    "GET_YIELD_FROM_ITER": {"iter": RECEIVER},
    "GET_AWAITABLE": {"iter": RECEIVER},
    "GET_ANEXT": {"awaitable": RECEIVER},
    "PUSH_EXC_INFO": {"prev": HANDLED},
    "CHECK_EG_MATCH": {"rest": HANDLED, "match": HANDLED},
    "BUILD_LIST": {"res": LIST},
    "BUILD_SET": {"res": SET},
    "BUILD_MAP": {"res": DICT},
    "BUILD_CONST_KEY_MAP": {"res": DICT},
    "BUILD_TUPLE": {"res": TUPLE},
    "LIST_TO_TUPLE": {"tuple": TUPLE},
    "BUILD_STRING": {"res": TEXT},
    "FORMAT_SIMPLE": {"text": TEXT},
    "FORMAT_WITH_SPEC": {"text": TEXT},
    "CONVERT_VALUE": {"text": TEXT},
    "LOAD_CLOSURE": {"cell": CELL},
}

Demands = tuple[Demand | None, ...]


def demands(code: Code) -> list[Demands | None]:
    """Before each instruction: what must stand in each slot of the value stack."""
    offset = Demand("an offset", partial(_is_offset, code.instructions[-1].offset))
    return follow(
        code,
        lambda index: _pushed(code, index),
        lambda handler: (*[offset] * handler.lasti, EXCEPTION),
    )


def runs_through_its_argument(code: Code) -> bool:
    """Whether it takes its argument for an iterator: a generator expression does, up to 3.13."""
    return any(_loads_iterator(code, index) for index in range(len(code.instructions) - 1))


def _loads_iterator(code: Code, index: int) -> bool:
    one, following = code.instructions[index : index + 2]
    return one.op == "LOAD_FAST" and following.op == "FOR_ITER"


def _pushed(code: Code, index: int) -> dict[str, Demand]:
    match code.instructions[index]:
        case one if one.op == "LOAD_FAST" and _loads_iterator(code, index):
            return {"value": ITERATOR}
        case one if one.op == "LOAD_FAST_AND_CLEAR" and one.arg in (*code.cells, *code.frees):
            return {"value_or_null": CELL}
        case one if one.op == "LOAD_CONST":
            assert isinstance(one.arg, int)
            kind: type[Hashable] = type(code.constants[one.arg])
            return {"value": _exactly(kind)}
        case one if one.op == "BUILD_LIST" and not one.arg and _begins_except_star(code, index):
            return {"res": RAISED}
        case one:
            return _PUSHED.get(one.op, {})


def _begins_except_star(code: Code, index: int) -> bool:
    """Whether it makes the list of what `except*` clauses raise, beside what they split."""
    before, after = code.instructions[index - 1], code.instructions[index + 1]
    return (before.op, after.op, after.arg) in (
        ("PUSH_EXC_INFO", "COPY", 2),
        ("COPY", "SWAP", 2),  # 3.11
    )


def _is_offset(last: int, value: Any) -> bool:
    return type(value) is int and 0 <= 2 * value <= last
