"""Blocks: what is written for a function, that its lines name instructions, that loops stay."""

import re
from collections.abc import Callable
from typing import Any

from stillframe.bytecode import OPERATIONS, decode
from stillframe.machine import ops
from stillframe.machine.assemble import EMITTERS, TEMPLATES, Assembler, assemble
from stillframe.machine.disguise import mark_of
from stillframe.machine.tracebacks import is_block
from stillframe.machine.translation import BLOCK_LIMIT, Translation
from unit.machine.guests import assert_alike


def source_of(function: Callable[..., Any], start: int = 0, limit: int = BLOCK_LIMIT) -> list[str]:
    """The lines of the block that begins at an instruction."""
    return block_of(function, start, limit)[0]


def block_of(
    function: Callable[..., Any], start: int = 0, limit: int = BLOCK_LIMIT
) -> tuple[list[str], list[int]]:
    assembler = Assembler(decode(function.__code__), start, limit)
    at = start
    for _ in range(limit):
        assembler.instruction(at)
        if assembler.ended:
            break
        at = assembler.index + 1
    else:
        assembler.flush()
        assembler.emit(f"return {at}")
    text, where = assembler.source("block")
    return text.splitlines(), where


def index_of(function: Callable[..., Any], op: str) -> int:
    code = decode(function.__code__)
    return next(i for i, each in enumerate(code.instructions) if each.op == op)


def adding(a: int, b: int) -> int:
    c = a + b
    return c * 2


def counting(n: int) -> int:
    total = 0
    while n > 0:
        total += n
        n -= 1
    return total


def guarded(n: int) -> int:
    seen = [n]
    try:
        return seen[0] // n
    except ZeroDivisionError:
        return -1


def test_every_operation_is_written_once() -> None:
    assert ops
    written = TEMPLATES.keys() | EMITTERS.keys()
    assert not TEMPLATES.keys() & EMITTERS.keys()
    assert written == OPERATIONS.keys()


def test_the_text_of_a_small_function() -> None:
    """One block, and between its instructions no value touches the frame's stack."""
    lines = [re.sub(r"K\d+", "K", line) for line in source_of(adding)]
    assert lines == [
        "def block(frame, fast, stack):",
        " s0 = fast[0] + fast[1]",
        " fast[2] = s0",
        " s0 = None",
        " s0 = fast[2] * K",
        " return leave(frame, s0)",
    ]


def test_every_line_belongs_to_an_instruction() -> None:
    for function in (adding, counting, guarded, source_of, test_every_operation_is_written_once):
        code = decode(function.__code__)
        for start in range(len(code.instructions)):
            lines, where = block_of(function, start)
            assert len(lines) == len(where)
            assert where[0] == start
            assert where == sorted(where)
            assert where[-1] < len(code.instructions)


def test_the_line_of_an_error_names_its_instruction() -> None:
    code = decode(guarded.__code__)
    division = next(
        i for i, each in enumerate(code.instructions) if each.op == "BINARY_OP" and each.arg == "//"
    )
    lines, where = block_of(guarded, index_of(guarded, "RESUME"))
    found = [where[i] for i, line in enumerate(lines) if "//" in line]
    if not found:  # the block ends where the handler begins
        lines, where = block_of(guarded, division, 1)
        found = [where[i] for i, line in enumerate(lines) if "//" in line]
    assert found == [division]


def test_one_instruction_alone_leaves_its_values_on_the_stack() -> None:
    lines = source_of(adding, index_of(adding, "BINARY_OP"), 1)
    assert [line.strip() for line in lines[1:]] == [
        "m1 = stack.pop()",
        "m2 = stack.pop()",
        "m2 = m2 + m1",
        "m1 = None",
        "stack.append(m2)",
        f"return {index_of(adding, 'BINARY_OP') + 1}",
    ]


def loop_start() -> int:
    """Where the loop of `counting` jumps back to."""
    code = decode(counting.__code__)
    backward = [
        each.arg
        for i, each in enumerate(code.instructions)
        if each.op.startswith(("JUMP", "POP_JUMP")) and isinstance(each.arg, int) and each.arg < i
    ]
    assert isinstance(backward[0], int)
    return backward[0]


def test_a_loop_stays_in_its_block() -> None:
    lines = source_of(counting, loop_start())
    assert " while True:" in lines
    assert [line for line in lines if line.strip().endswith("continue")]


def test_a_step_never_loops() -> None:
    code = decode(counting.__code__)
    for index in range(len(code.instructions)):
        lines = source_of(counting, index, 1)
        assert not [line for line in lines if "while True" in line or "continue" in line]


def test_blocks_are_bounded() -> None:
    body = "\n".join(f"    x = x + {i}" for i in range(300))
    namespace: dict[str, Any] = {}
    exec(f"def long(x):\n{body}\n    return x", namespace)
    _, where = block_of(namespace["long"])
    assert where[-1] < BLOCK_LIMIT + 1
    assert_alike(namespace["long"], 0)


def test_blocks_are_made_when_they_are_first_asked_for() -> None:
    translation = Translation(adding.__code__)
    made = len(translation.blocks)
    block = translation.block(0, {})
    assert translation.blocks[0] is block
    assert len(translation.blocks) == made + 1
    step = translation.step(0, {})
    assert translation.step(0, {}) is step
    assert step is not block


def test_a_block_passes_for_the_guests() -> None:
    """Its name, its file, and for each code unit the line of the instruction that it runs."""
    translation = Translation(adding.__code__)
    code = assemble(translation, 0, BLOCK_LIMIT).__code__  # type: ignore[attr-defined]
    assert (code.co_name, code.co_filename) == ("adding", adding.__code__.co_filename)
    assert is_block(code)
    assert not is_block(adding.__code__)
    mark = mark_of(code)
    assert mark is not None
    lines = {
        start // 2: line for start, end, line in code.co_lines() for start in range(start, end, 2)
    }
    assert len(mark.where) == len(lines) == len(code.co_code) // 2
    for unit, index in enumerate(mark.where):
        assert lines[unit] == translation.code.positions[index][0]


def test_locals_that_are_deleted_and_bound_anew() -> None:
    def program(flag: bool) -> object:
        x = 1
        y = [x]
        del x
        if flag:
            x = 2
        try:
            return x, y
        except UnboundLocalError as error:
            return str(error)

    assert_alike(program, True)
    assert_alike(program, False)


def test_values_on_the_stack_do_not_see_later_stores() -> None:
    def program() -> object:
        x = 1
        a = (x, x := 2, x, (x := 3) + x)
        b = x + (x := 10) * x
        x, y = 5, x
        x, y = y, x
        c = [x, *(x := [7]), x]
        return a, b, x, y, c

    assert_alike(program)
