"""What decoding gives beside the instructions, and what it refuses."""

import dis
import importlib
import opcode
import sys
from collections.abc import Callable
from types import CodeType

import pytest

from stillframe.bytecode import OPERATIONS, Arg, decode, suspension_points
from stillframe.bytecode.versions import table_for
from stillframe.errors import DecodeError, StillframeError, UnsupportedPython
from unit.bytecode.listing import a_module, first, innermost

LONG = "def f(a):\n  while a:\n" + "    a = a + 1.5\n" * 400 + "  return 1"
MANY = "def f():\n" + "".join(f"  x{i} = {i}.5\n" for i in range(300)) + "  return x299, x0"


def native_at(code: CodeType) -> dict[int, dis.Instruction]:
    return {one.offset: one for one in dis.get_instructions(code)}


def test_positions_are_those_of_the_native_instructions() -> None:
    code = innermost("def f(a):\n  with a as b:\n    return b.c(\n      x=1)")
    canonical = decode(code)
    native = native_at(code)
    assert len(canonical.positions) == len(canonical.instructions)
    for instruction, position in zip(canonical.instructions, canonical.positions, strict=True):
        assert position == tuple(native[instruction.offset].positions)


def test_the_offset_is_that_of_the_instruction_behind_its_extended_arg() -> None:
    code = innermost(MANY)
    native = native_at(code)
    wide = [one for one in decode(code).instructions if one.op == "STORE_FAST" and one.arg > 255]
    assert len(wide) == 300 - 256
    assert {native[one.offset].opname for one in wide} <= {"STORE_FAST", "STORE_FAST_LOAD_FAST"}


def test_wide_jumps() -> None:
    code = decode(innermost(LONG))
    back = [i for i, one in enumerate(code.instructions) if one.op == "JUMP_BACKWARD"]
    away = [one.arg for one in code.instructions[:6] if one.op == "POP_JUMP_IF_FALSE"]
    again = [one.arg for one in code.instructions if one.op == "POP_JUMP_IF_TRUE"]
    (target,) = away
    assert [one.op for one in code.instructions[target:]] == ["LOAD_CONST", "RETURN_VALUE"]
    assert back or again  # one of them closes the loop
    for index in [code.instructions[i].arg for i in back] + again:
        assert code.instructions[index].op in ("LOAD_FAST", "NOP")


def test_jumps_go_where_the_native_ones_go() -> None:
    seen = 0
    for native in a_module():
        code = decode(native)
        targets: dict[int, set[int]] = {}
        for one in code.instructions:
            if OPERATIONS[one.op].jumps:
                assert isinstance(one.arg, int)
                going = targets.setdefault(one.offset, set())
                going.add(code.instructions[one.arg].offset)
        where = native_at(native)
        offsets = sorted(where)
        for one in where.values():
            if one.opcode not in dis.hasjrel or one.opname == "END_ASYNC_FOR":
                continue
            target = one.argval
            if where[target].opname == "END_FOR":  # it and what follows it are FOR_ITER's
                cleaning = 1 if sys.version_info < (3, 13) else 2
                target = offsets[offsets.index(target) + cleaning]
            while where[target].opname in ("EXTENDED_ARG", "NOT_TAKEN", "KW_NAMES", "PRECALL"):
                target = offsets[offsets.index(target) + 1]
            assert target in targets[one.offset], (native.co_qualname, one)
            seen += 1
    assert seen > 200


def test_slots_are_variables_then_cells_then_free_variables() -> None:
    source = (
        "def f(a, b):\n  c = 1\n  def g(d):\n    e = a, c\n    return lambda: (d, e)\n  return g"
    )
    outer = first(source)
    assert outer.slots == ("a", "b", "g", "c")
    assert (outer.varcount, outer.cells, outer.frees) == (3, (0, 3), ())
    (nested,) = [const for const in outer.constants if isinstance(const, CodeType)]
    inner = decode(nested)
    assert inner.slots == ("d", "e", "a", "c")
    assert (inner.varcount, inner.cells, inner.frees) == (1, (0, 1), (2, 3))


def test_what_is_copied_from_the_code_object() -> None:
    code = innermost("def f(a, /, b, *c, d, **e): pass")
    canonical = decode(code)
    assert canonical.native is code
    assert canonical.version == sys.version_info[:2]
    for name in ("name", "qualname", "filename", "firstlineno", "flags", "stacksize"):
        assert getattr(canonical, name) == getattr(code, f"co_{name}")
    assert (canonical.argcount, canonical.posonlyargcount, canonical.kwonlyargcount) == (2, 1, 1)


def test_suspension_points() -> None:
    code = first("async def f(a):\n  await a\n  yield 1")
    points = suspension_points(code)
    ops = [(code.instructions[i].op, code.instructions[i].arg) for i in points]
    assert ops == [("RETURN_GENERATOR", None), ("YIELD_VALUE", 1), ("YIELD_VALUE", 0)] or ops == [
        ("RETURN_GENERATOR", None),
        ("YIELD_VALUE", 1),
        ("YIELD_VALUE", 0),
        ("YIELD_VALUE", 1),
    ]
    assert suspension_points(first("def f(): return 1")) == ()


def test_an_unknown_instruction_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("stillframe.bytecode.decode")
    rows = list(module._rows(sys.version_info[:2]))
    rows[opcode.opmap["LOAD_GLOBAL"]] = None
    monkeypatch.setattr(module, "_rows", lambda version: tuple(rows))
    with pytest.raises(DecodeError, match=r"f in <test>: .* LOAD_GLOBAL 0 at offset 2 \(Python 3"):
        decode(innermost("def f(): return x"))


def test_an_unknown_argument_is_named() -> None:
    code = innermost("lambda a, b: a + b")
    at = next(one.offset for one in dis.get_instructions(code) if one.opname == "BINARY_OP")
    raw = bytearray(code.co_code)
    raw[at + 1] = 99
    with pytest.raises(DecodeError, match=f"BINARY_OP 99 at offset {at}"):
        decode(code.replace(co_code=bytes(raw)))


def test_a_jump_into_nowhere_is_refused() -> None:
    code = innermost("def f(a):\n  for x in a: pass")
    at = next(one.offset for one in dis.get_instructions(code) if one.opname == "FOR_ITER")
    raw = bytearray(code.co_code)
    raw[at + 1] = 200
    with pytest.raises(DecodeError, match=f"FOR_ITER at offset {at} jumps to"):
        decode(code.replace(co_code=bytes(raw)))


def test_an_unsupported_python_is_refused() -> None:
    with pytest.raises(UnsupportedPython, match=r"Python 3\.10 is not supported; 3\.11 to 3\.14"):
        table_for((3, 10))
    assert issubclass(UnsupportedPython, StillframeError)


def test_arguments_are_what_the_operations_say() -> None:
    for code in map(decode, a_module()):
        limits = {
            Arg.CONST: len(code.constants),
            Arg.SLOT: len(code.slots),
            Arg.TARGET: len(code.instructions),
        }
        for instruction in code.instructions:
            match OPERATIONS[instruction.op].arg:
                case Arg.NONE:
                    assert instruction.arg is None
                case Arg.NAME | Arg.OPERATOR:
                    assert isinstance(instruction.arg, str)
                case kind:
                    assert isinstance(instruction.arg, int)
                    assert 0 <= instruction.arg < limits.get(kind, 1 << 16), instruction


def test_a_hot_function_decodes_as_a_new_one() -> None:
    """The interpreter specializes instructions in place; co_code doesn't show it."""
    source = "def f(a):\n  for x in range(9): a = a + x if a < x else len([a.real])\n  return a"
    fresh = innermost(source)
    names: dict[str, Callable[[int], int]] = {}
    exec(source, names)
    for _ in range(100):
        names["f"](1)
    hot = names["f"].__code__
    assert decode(hot).instructions == decode(fresh).instructions


@pytest.mark.skipif(sys.version_info < (3, 12), reason="PEP 669 is there from 3.12 on")
def test_monitoring_does_not_show() -> None:
    def watched(a: list[int]) -> int:
        for x in a:
            if x:
                return x
        return 0

    before = decode(watched.__code__).instructions
    monitoring = sys.monitoring
    monitoring.use_tool_id(4, "test")
    try:
        events = monitoring.events
        monitoring.set_local_events(
            4, watched.__code__, events.LINE | events.INSTRUCTION | events.PY_RETURN | events.JUMP
        )
        watched([0, 1])
        assert decode(watched.__code__).instructions == before
    finally:
        monitoring.set_local_events(4, watched.__code__, 0)
        monitoring.free_tool_id(4)
