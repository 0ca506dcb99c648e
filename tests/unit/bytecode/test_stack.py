"""The static analysis of the value stack."""

import gc
import sys
from collections.abc import Callable, Generator
from dataclasses import replace
from types import CodeType
from typing import Any

import pytest

from stillframe.bytecode import Code, Handler, Instruction, Slot, analyse, decode
from stillframe.bytecode.exception_table import handler_at
from stillframe.errors import DecodeError
from unit.bytecode.listing import first

VALUE, NULL, MAYBE = Slot.VALUE, Slot.NULL, Slot.MAYBE_NULL
BELOW = sys.version_info < (3, 13)


def code_of(*lines: str, handlers: tuple[Handler, ...] = ()) -> Code:
    """Canonical code written by hand, one instruction a line."""
    instructions = []
    for number, line in enumerate(lines):
        op, _, arg = line.partition(" ")
        value = int(arg) if arg.isdigit() else arg or None
        instructions.append(Instruction(op, value, 2 * number))
    return replace(
        first("def f(): pass"),
        instructions=tuple(instructions),
        handlers=handlers,
        handler_at=handler_at(handlers, len(lines)),
    )


def before(code: Code, op: str) -> tuple[Slot, ...] | None:
    return analyse(code)[[one.op for one in code.instructions].index(op)]


def test_a_call_with_the_empty_slot() -> None:
    stack = before(first("def f(a): g(1, a)"), "CALL")
    assert stack == ((NULL, VALUE) if BELOW else (VALUE, NULL)) + (VALUE, VALUE)


def test_a_method_s_slot_may_hold_self() -> None:
    stack = before(first("def f(a): a.g(1)"), "CALL")
    assert stack == ((MAYBE, VALUE) if BELOW else (VALUE, MAYBE)) + (VALUE,)


def test_slots_follow_copy_and_swap() -> None:
    code = code_of(
        "LOAD_CONST 0", "PUSH_NULL", "COPY 2", "COPY 2", "SWAP 4", "POP_TOP", "RETURN_VALUE"
    )
    stacks = analyse(code)
    assert stacks[4] == (VALUE, NULL, VALUE, NULL)
    assert stacks[5] == (NULL, NULL, VALUE, VALUE)
    assert stacks[6] == (NULL, NULL, VALUE)


def test_what_differs_on_two_ways_is_open() -> None:
    code = code_of(
        *("LOAD_CONST 0", "POP_JUMP_IF_TRUE 4", "PUSH_NULL", "JUMP 5", "LOAD_CONST 0"),
        *("LOAD_CONST 0", "RETURN_VALUE"),
    )
    assert analyse(code)[5] == (MAYBE,)


def test_what_cannot_be_reached_is_none() -> None:
    code = code_of("LOAD_CONST 0", "RETURN_VALUE", "NOP", "JUMP 2")
    assert analyse(code) == ((), (VALUE,), None, None)


def test_a_loop_drops_its_iterator() -> None:
    code = first("def f(a):\n  for x in a: pass\n  return a")
    (target,) = [one.arg for one in code.instructions if one.op == "FOR_ITER"]
    assert isinstance(target, int)
    assert analyse(code)[target] == ()


def test_handlers_keep_their_depth_and_push() -> None:
    handler = Handler(2, 3, 4, 1, True)
    code = code_of(
        *("LOAD_CONST 0", "LOAD_CONST 0", "POP_TOP", "RETURN_VALUE", "RERAISE 1"),
        handlers=(handler,),
    )
    assert analyse(code)[4] == (VALUE, VALUE, VALUE)
    plain = replace(handler, lasti=False)
    code = replace(code, handlers=(plain,), handler_at=handler_at((plain,), 5))
    assert analyse(code)[4] == (VALUE, VALUE)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("POP_TOP", "NOP"), r"instruction 0 \(POP_TOP, offset 0\) takes 1 .* 0 deep"),
        (("LOAD_CONST 0", "JUMP 0"), r"before instruction 0 .* is 0 deep on one way and 1 on"),
        (("NOP",), "runs off the end"),
    ],
)
def test_code_that_no_compiler_writes(lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(DecodeError, match=message):
        analyse(code_of(*lines))


def test_a_handler_that_keeps_more_than_there_is() -> None:
    code = code_of("LOAD_CONST 0", "RETURN_VALUE", handlers=(Handler(0, 1, 1, 3, False),))
    with pytest.raises(DecodeError, match="keeps 3 of a value stack that is 0 deep"):
        analyse(code)


def in_a_call(a: Any) -> Generator[Any, Any, Any]:
    return print(a, 1, (yield))


def in_a_display(a: Any) -> Generator[Any, Any, Any]:
    return [a, (a, a, (yield)), {a: (yield 2)}]


def in_loops(a: Any) -> Generator[Any, Any, Any]:
    for _ in (1,):
        for _ in (2,):
            yield a


def in_a_subscript(a: Any) -> Generator[Any, Any, Any]:
    a[print, a, (yield)] = a


def in_delegation(a: Any) -> Generator[Any, Any, Any]:
    for _ in (1,):
        yield from [a, a]


@pytest.mark.parametrize(
    "function", [in_a_call, in_a_display, in_loops, in_a_subscript, in_delegation]
)
def test_the_native_stack_has_that_many_objects(
    function: Callable[[Any], Generator[Any, Any, Any]],
) -> None:
    """gc sees fast locals and the value stack of a suspended generator, NULLs left out."""
    argument = ["the argument"]
    generator = function(argument)
    next(generator)
    code = decode(function.__code__)
    bound = len(generator.gi_frame.f_locals)
    lasti = generator.gi_frame.f_lasti
    # the frame stands on YIELD_VALUE, from 3.13 on on the RESUME behind it; its value is gone
    index = max(
        i
        for i, one in enumerate(code.instructions)
        if one.op == "YIELD_VALUE" and one.offset <= lasti
    )
    stack = analyse(code)[index]
    assert stack is not None
    objects = gc.get_referents(generator)
    anchor = len(objects) - objects[::-1].index(function.__code__)
    expected = bound + sum(slot is VALUE for slot in stack[:-1])
    assert MAYBE not in stack
    assert len(objects) - anchor == expected


def test_nested_code_is_left_alone() -> None:
    code = first("def f(): return lambda: 1")
    assert any(isinstance(const, CodeType) for const in code.constants)
