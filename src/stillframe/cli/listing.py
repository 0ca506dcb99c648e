"""What ``stillframe dis`` shows, as plain data: rows that put a native instruction beside the
canonical ones that it became. How it looks is ``layout``'s business."""

from __future__ import annotations

import dis
import os
import reprlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import CodeType

from stillframe.bytecode import (
    OPERATIONS,
    Arg,
    Code,
    Instruction,
    argument_text,
    decode,
    suspension_points,
)
from stillframe.bytecode.stack import analyse


@dataclass(frozen=True)
class Canonical:
    """One canonical instruction. ``depth`` is that of the value stack before it, None where
    control never comes."""

    index: int
    depth: int | None
    text: str
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One native instruction and what it became. ``line`` is set where another line begins."""

    line: int | None
    offset: int
    is_target: bool
    native: str
    canonical: tuple[Canonical, ...]


@dataclass(frozen=True)
class Listing:
    """All about one code object; ``facts`` and ``handlers`` are lines of text."""

    code: CodeType
    title: str
    facts: tuple[str, ...]
    rows: tuple[Row, ...]
    handlers: tuple[str, ...]


def nested(code: CodeType) -> Iterator[CodeType]:
    """The code object, and those of the functions and classes in it, in the order of the text."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from nested(constant)


def listing(native: CodeType) -> Listing:
    """List one code object. Raises DecodeError or UnsupportedPython; runs nothing."""
    code = decode(native)
    canonical: dict[int, list[Canonical]] = defaultdict(list)
    for instruction, each in zip(code.instructions, _canonical(code), strict=True):
        canonical[instruction.offset].append(each)
    rows = []
    line = None
    for step in dis.get_instructions(native):
        if step.opname == "EXTENDED_ARG":
            continue
        here = step.positions.lineno if step.positions else None
        begins = bool(here) and here != line  # line 0: the RESUME of a module
        if begins:
            line = here
        rows.append(
            Row(
                line if begins else None,
                step.offset,
                bool(step.is_jump_target),
                _native_text(step),
                tuple(canonical.pop(step.offset, ())),
            )
        )
    assert not canonical, f"no native instruction for {sorted(canonical)}"
    return Listing(native, _title(native), _facts(code), tuple(rows), _handlers(code))


def _canonical(code: Code) -> Iterator[Canonical]:
    stacks = analyse(code)
    points = set(suspension_points(code))
    for index, step in enumerate(code.instructions):
        stack = stacks[index]
        depth = None if stack is None else len(stack)
        note = _suspension(code, index) if index in points else ""
        yield Canonical(index, depth, _canonical_text(code, step), note)


# What RESUME says after a suspension (the low bits of its argument).
_SUSPENSIONS = {1: "yield", 2: "yield from", 3: "await"}


def _suspension(code: Code, index: int) -> str:
    if code.instructions[index].op == "RETURN_GENERATOR":
        return "created"
    after = code.instructions[index + 1]
    assert after.op == "RESUME" and isinstance(after.arg, int)
    return f"suspends: {_SUSPENSIONS[after.arg & 3]}"


def _canonical_text(code: Code, step: Instruction) -> str:
    if OPERATIONS[step.op].arg is Arg.NONE:
        return step.op
    return _aligned(step.op, argument_text(code, step, constant_text))


def _native_text(step: dis.Instruction) -> str:
    if step.arg is None:
        return step.opname
    if step.opcode in dis.hasjrel:
        return _aligned(step.opname, f"{step.arg} (to {step.argval})")
    if step.opcode in dis.hasconst:
        return _aligned(step.opname, f"{step.arg} ({constant_text(step.argval)})")
    meaning = step.argrepr.removeprefix("INTRINSIC_")
    return _aligned(step.opname, f"{step.arg} ({meaning})" if meaning else f"{step.arg}")


def _aligned(name: str, argument: str) -> str:
    return f"{name:<18} {argument}"


_short = reprlib.Repr()
_short.maxstring = _short.maxother = _short.maxlong = 28
_short.maxtuple = _short.maxfrozenset = 4


def constant_text(value: object) -> str:
    """A constant in few characters, the same in every run: no address in it."""
    if isinstance(value, CodeType):
        return f"<code {value.co_name}>"
    if isinstance(value, tuple) and any(isinstance(item, CodeType) for item in value):
        return f"({', '.join(map(constant_text, value))},)"
    return _short.repr(value)


def _title(code: CodeType) -> str:
    filename = code.co_filename.removeprefix(os.getcwd() + os.sep)
    return f"{code.co_qualname}, {filename}:{code.co_firstlineno}"


_KINDS = {
    "a generator": 0x20,
    "a coroutine": 0x80,
    "a generator-based coroutine": 0x100,
    "an async generator": 0x200,
}


def _facts(code: Code) -> tuple[str, ...]:
    kinds = [kind for kind, flag in _KINDS.items() if code.flags & flag]
    named = {
        "arguments": code.slots[: _argument_count(code)],
        "variables": code.slots[_argument_count(code) : code.varcount],
        "cells": [code.slots[slot] for slot in code.cells],
        "free": [code.slots[slot] for slot in code.frees],
    }
    facts = [*kinds, f"value stack {code.stacksize}"]
    facts += [f"{what} {', '.join(names)}" for what, names in named.items() if names]
    return tuple(facts)


def _argument_count(code: Code) -> int:
    stars = bool(code.flags & 0x4) + bool(code.flags & 0x8)  # CO_VARARGS, CO_VARKEYWORDS
    return code.argcount + code.kwonlyargcount + stars


def _handlers(code: Code) -> tuple[str, ...]:
    return tuple(
        f"{row.start} to {row.end - 1} -> {row.target}, depth {row.depth}"
        + (", lasti" if row.lasti else "")
        for row in code.handlers
    )


def find(code: CodeType, name: str) -> Sequence[CodeType]:
    """The code objects of that qualified name; ``.<locals>`` may be left out."""
    everything = list(nested(code))
    exact = [each for each in everything if each.co_qualname == name]
    return exact or [each for each in everything if _plain(each.co_qualname) == _plain(name)]


def _plain(qualname: str) -> str:
    return qualname.replace(".<locals>", "")


def close_names(code: CodeType, name: str) -> list[str]:
    """Names that were perhaps meant, the likeliest first."""
    from difflib import get_close_matches

    names = list(dict.fromkeys(each.co_qualname for each in nested(code)))
    last = name.rpartition(".")[2]
    same_end = [each for each in names if each.rpartition(".")[2] == last]
    return list(dict.fromkeys([*same_end, *get_close_matches(name, names, n=5)]))
