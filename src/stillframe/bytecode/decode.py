"""Decoding: from a code object of the running CPython to canonical code."""

from __future__ import annotations

import opcode
import sys
from dataclasses import replace
from functools import cache
from types import CodeType

from stillframe.bytecode import exception_table
from stillframe.bytecode.code import Code, Instruction, Position
from stillframe.bytecode.expansion import Native, Row, Steps, read_table
from stillframe.bytecode.foreign import carried
from stillframe.bytecode.versions import passes_for, table_for
from stillframe.errors import DecodeError

_EXTENDED_ARG = opcode.opmap["EXTENDED_ARG"]
_CACHE = opcode.opmap["CACHE"]


def decode(code: CodeType) -> Code:
    """Turn a code object into canonical code; one that carries such code gives that.

    Nested code objects stay as they are, among the constants. Nothing is cached; the cost is a
    few microseconds an instruction. Raises DecodeError for bytecode that the compiler of this
    Python does not write, and UnsupportedPython on one that stillframe does not know.
    """
    foreign = carried(code)
    if foreign is not None:
        return replace(foreign.code, native=code)
    version = sys.version_info[:2]
    slots, cells, frees = _slots(code)
    native = Native(code.co_names, code.co_consts, frozenset(cells + frees))
    instructions, index_of = _instructions(code, native, _rows(version))
    positions = list[Position](code.co_positions())
    handlers = exception_table.handlers(code.co_exceptiontable, index_of)
    result = Code(
        version=version,
        name=code.co_name,
        qualname=code.co_qualname,
        filename=code.co_filename,
        firstlineno=code.co_firstlineno,
        flags=code.co_flags,
        argcount=code.co_argcount,
        posonlyargcount=code.co_posonlyargcount,
        kwonlyargcount=code.co_kwonlyargcount,
        stacksize=code.co_stacksize,
        slots=slots,
        varcount=code.co_nlocals,
        cells=cells,
        frees=frees,
        constants=tuple(native.constants),
        instructions=instructions,
        positions=tuple([positions[i.offset >> 1] for i in instructions]),
        handlers=handlers,
        handler_at=exception_table.handler_at(handlers, len(instructions)),
        native=code,
    )
    for improve in passes_for(version):
        result = improve(result)
    return result


@cache
def _rows(version: tuple[int, int]) -> tuple[Row | None, ...]:
    """The version's table, by opcode number, for the Python that runs."""
    rows = read_table(table_for(version))
    return tuple(rows.get(name) for name in opcode.opname)


def _slots(code: CodeType) -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
    """The names of the fast locals, and which of them are cells and free variables."""
    variables = code.co_varnames
    own = tuple(name for name in code.co_cellvars if name not in variables)
    slots = variables + own + code.co_freevars
    place = {name: index for index, name in enumerate(variables + own)}
    cells = tuple(sorted(place[name] for name in code.co_cellvars))
    frees = tuple(range(len(slots) - len(code.co_freevars), len(slots)))
    return slots, cells, frees


def _instructions(
    code: CodeType, native: Native, rows: tuple[Row | None, ...]
) -> tuple[tuple[Instruction, ...], dict[int, int]]:
    """Expand every native instruction.

    The second result maps the byte offset at which each native one starts (its EXTENDED_ARG
    included) to the index of the first canonical one.
    """
    raw = code.co_code
    size = len(raw)
    out: list[tuple[str, int | str | None, int]] = []
    jumps: list[int] = []  # what holds a byte offset until all indices are known
    index_of: dict[int, int] = {}
    previous = ""
    offset = 0
    while offset < size:
        index_of[offset] = len(out)
        arg = raw[offset + 1]
        while raw[offset] == _EXTENDED_ARG:
            offset += 2
            arg = arg << 8 | raw[offset + 1]
        op = raw[offset]
        following = offset + 2
        while following < size and raw[following] == _CACHE:
            following += 2
        row = rows[op]
        if row is None or not row.skipped:
            native.arg, native.next = arg, following
            _expand(_steps(row, code, op, arg, offset, previous), native, offset, out, jumps)
            native.previous, previous = arg, opcode.opname[op]
        offset = following
    index_of[size] = len(out)
    for index in jumps:
        name, target, offset = out[index]
        if target not in index_of:
            raise DecodeError(
                f"{code.co_qualname}: {name} at offset {offset} jumps to {target}, "
                "where no instruction starts"
            )
        out[index] = name, index_of[target], offset
    return tuple([Instruction(*parts) for parts in out]), index_of


def _steps(row: Row | None, code: CodeType, op: int, arg: int, offset: int, previous: str) -> Steps:
    steps = row.steps(arg, previous) if row is not None else None
    if steps is None:
        version = ".".join(map(str, sys.version_info[:3]))
        raise DecodeError(
            f"{code.co_qualname} in {code.co_filename}: unknown instruction "
            f"{opcode.opname[op]} {arg} at offset {offset} (Python {version})"
        )
    return steps


def _expand(
    steps: Steps,
    native: Native,
    offset: int,
    out: list[tuple[str, int | str | None, int]],
    jumps: list[int],
) -> None:
    base = len(out)
    for step in steps:
        if step.when and not all(bool(native.arg & bits) is on for bits, on in step.when):
            continue
        operand = step.literal
        if step.read is not None:
            operand = step.read(native)
        elif step.target is not None:
            operand = step.target(native)
            jumps.append(len(out))
        elif step.label is not None:
            operand = base + step.label
        op = step.op
        if op == "LOAD_FAST" and operand in native.cells:
            op = "LOAD_CLOSURE"  # 3.13 and later don't tell them apart
        out.append((op, operand, offset))
