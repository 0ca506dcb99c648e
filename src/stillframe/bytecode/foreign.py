"""Canonical code away from the Python that compiled it.

As plain columns it goes into a snapshot. A code object of the running Python can then carry it
as a constant: decoding that gives what is carried.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from types import CodeType
from typing import Any

from stillframe.bytecode.code import Code, Handler, Instruction
from stillframe.bytecode.exception_table import handler_at
from stillframe.bytecode.operations import OPERATIONS
from stillframe.errors import DecodeError

_FIELDS = (
    "version",
    "name",
    "qualname",
    "filename",
    "firstlineno",
    "flags",
    "argcount",
    "posonlyargcount",
    "kwonlyargcount",
    "stacksize",
    "slots",
    "varcount",
    "cells",
    "frees",
)


class Carried:
    """Canonical code as a constant of a native code object. Compared by identity."""

    __slots__ = ("code",)

    def __init__(self, code: Code) -> None:
        self.code = code


def carried(native: CodeType) -> Carried | None:
    """What a code object carries, if it does."""
    for constant in native.co_consts:
        if isinstance(constant, Carried):
            return constant
    return None


Convert = Callable[[object], object]


def columns(code: Code, write: Convert) -> tuple[Any, ...]:
    """Canonical code as tuples of plain values; `write` says what stands for a constant."""
    instructions = code.instructions
    return (
        *(getattr(code, name) for name in _FIELDS),
        tuple([write(constant) for constant in code.constants]),
        tuple([one.op for one in instructions]),
        tuple([one.arg for one in instructions]),
        tuple([one.offset for one in instructions]),
        tuple(chain.from_iterable(code.positions)),
        tuple([(h.start, h.end, h.target, h.depth, h.lasti) for h in code.handlers]),
    )


def from_columns(data: tuple[Any, ...], read: Convert) -> Code:
    """The code that `columns` wrote. DecodeError if it isn't code."""
    try:
        *fields, constants, ops, args, offsets, flat, rows = data
        named = dict(zip(_FIELDS, fields, strict=True))
        unknown = set(ops) - OPERATIONS.keys()
        if unknown:
            raise DecodeError(f"{named['qualname']}: unknown instruction {unknown.pop()}")
        steps = zip(ops, args, offsets, strict=True)
        handlers = tuple(Handler(*row) for row in rows)
        each = iter(flat)
        return Code(
            **named,
            constants=tuple([read(constant) for constant in constants]),
            instructions=tuple([Instruction(*step) for step in steps]),
            positions=tuple(zip(each, each, each, each, strict=True)),
            handlers=handlers,
            handler_at=handler_at(handlers, len(ops)),
        )
    except (TypeError, ValueError) as error:
        raise DecodeError(f"not canonical code: {error}") from error
