"""Following the flow of control through canonical code, for the analyses that need it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from stillframe.bytecode.code import Code
from stillframe.bytecode.operations import OPERATIONS
from stillframe.errors import DecodeError

State = TypeVar("State")


def successors(code: Code, index: int) -> list[int]:
    """Where control goes from an instruction that doesn't raise: where it jumps to comes first."""
    instruction = code.instructions[index]
    operation = OPERATIONS[instruction.op]
    found = []
    if operation.jumps:
        assert isinstance(instruction.arg, int)
        found.append(instruction.arg)
    if operation.falls_through:
        found.append(index + 1)
    return found


def forward(
    code: Code,
    entry: State,
    step: Callable[[int, State], Iterable[tuple[int, State]]],
    merge: Callable[[int, State, State], State],
) -> list[State | None]:
    """What is known before each instruction; None where none can get.

    ``step`` gives an instruction's successors, each with what is known there; ``merge`` joins
    what is known at an index with what comes in on another way. It must only ever lose
    knowledge, so that the work ends. Raises DecodeError where execution leaves the code.
    """
    before: list[State | None] = [None] * len(code.instructions)
    if not before:
        return before
    before[0] = entry
    pending = [0]
    while pending:
        index = pending.pop()
        state = before[index]
        assert state is not None
        for successor, incoming in step(index, state):
            if successor >= len(before):
                raise DecodeError(f"{code.qualname}: execution runs off the end of the code")
            known = before[successor]
            if known is None:
                before[successor] = incoming
                pending.append(successor)
            elif known != incoming:
                merged = merge(successor, known, incoming)
                if merged != known:
                    before[successor] = merged
                    pending.append(successor)
    return before
