"""3.11: which fast locals are surely bound, so that reading them needs no check.

3.11 has one LOAD_FAST, which always checks; from 3.12 on the compiler writes LOAD_FAST_CHECK only
where it must (``add_checks_for_loads_of_uninitialized_variables`` in ``Python/flowgraph.c``).
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import replace

from stillframe.bytecode.code import Code, Instruction
from stillframe.bytecode.flow import forward, successors


def drop_needless_checks(code: Code) -> Code:
    """Write LOAD_FAST where LOAD_FAST_CHECK reads what is bound on every way there."""
    bound = bound_before(code)
    return replace(
        code,
        instructions=tuple(
            Instruction("LOAD_FAST", one.arg, one.offset)
            if one.op == "LOAD_FAST_CHECK" and _bit(one) & (known or 0)
            else one
            for one, known in zip(code.instructions, bound, strict=True)
        ),
    )


def bound_before(code: Code) -> list[int | None]:
    """The fast locals that are bound before each instruction, as bits; None if unreachable."""
    arguments = code.argcount + code.kwonlyargcount
    arguments += bool(code.flags & inspect.CO_VARARGS) + bool(code.flags & inspect.CO_VARKEYWORDS)

    def step(index: int, known: int) -> Iterator[tuple[int, int]]:
        instruction = code.instructions[index]
        after = known
        match instruction.op:
            case "STORE_FAST" | "LOAD_FAST_CHECK":
                after |= _bit(instruction)
            case "DELETE_FAST":
                after &= ~_bit(instruction)
        handler = code.handler_at[index]
        if handler is not None:
            yield handler.target, known & after
        for successor in successors(code, index):
            yield successor, after

    return forward(code, (1 << arguments) - 1, step, lambda index, one, other: one & other)


def _bit(instruction: Instruction) -> int:
    assert isinstance(instruction.arg, int)
    return 1 << instruction.arg
