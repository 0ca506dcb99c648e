"""Where what stands on the value stack comes from: something known of it, followed to each slot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from stillframe.bytecode.code import Code, Handler
from stillframe.bytecode.flow import forward
from stillframe.bytecode.operations import OPERATIONS, Operand

Known = TypeVar("Known")


def follow(
    code: Code,
    pushed: Callable[[int], Mapping[str, Known]],
    entering: Callable[[Handler], tuple[Known, ...]],
) -> list[tuple[Known | None, ...] | None]:
    """What is known of each slot before each instruction; None where nothing is.

    ``pushed`` says what is known of what an instruction pushes, by the names that its effect has
    for it; ``entering`` of what a handler starts with: the offset if it has one, the exception.
    Some 2 microseconds an instruction.
    """
    nothing: tuple[Known | None, ...] = ()

    def step(
        index: int, known: tuple[Known | None, ...]
    ) -> Iterator[tuple[int, tuple[Known | None, ...]]]:
        handler = code.handler_at[index]
        if handler is not None:
            yield handler.target, (*known[: handler.depth], *entering(handler))
        arg = code.instructions[index].arg
        operation = OPERATIONS[code.instructions[index].op]
        new = pushed(index)
        if operation.jumps:
            assert isinstance(arg, int)
            yield arg, _after(operation.inputs, operation.jump_outputs, arg, known, new)
        if operation.falls_through:
            yield index + 1, _after(operation.inputs, operation.outputs, arg, known, new)

    def merge(
        index: int, one: tuple[Known | None, ...], other: tuple[Known | None, ...]
    ) -> tuple[Known | None, ...]:
        return tuple(a if a == b else None for a, b in zip(one, other, strict=True))

    return forward(code, nothing, step, merge)


def _after(
    inputs: tuple[Operand, ...],
    outputs: tuple[Operand, ...],
    arg: object,
    known: tuple[Known | None, ...],
    pushed: Mapping[str, Known],
) -> tuple[Known | None, ...]:
    base = place = len(known) - sum(operand.size(arg) for operand in inputs)
    kept: dict[str, tuple[Known | None, ...]] = {}
    for operand in inputs:
        size = operand.size(arg)
        kept[operand.name] = known[place : place + size]
        place += size
    result = known[:base]
    for operand in outputs:
        result += kept.get(operand.name) or (pushed.get(operand.name),) * operand.size(arg)
    return result
