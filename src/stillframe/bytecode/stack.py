"""Static analysis: the value stack before every instruction, as far as it is known without running.

An abstract interpretation over the effects of ``operations``: it follows every jump, every fall
through and every way into an exception handler, and merges what meets. CPython's compiler keeps
the depth the same on all ways to one place; so the depth is exact, and only whether a slot is
empty can stay open.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from functools import cache

from stillframe.bytecode.code import Code, Handler
from stillframe.bytecode.flow import forward
from stillframe.bytecode.operations import OPERATIONS, Operand
from stillframe.errors import DecodeError


class Slot(enum.Enum):
    """What a slot of the value stack holds."""

    VALUE = "an object"
    NULL = "nothing"
    MAYBE_NULL = "an object or nothing: only the running frame knows"


Stack = tuple[Slot, ...]

# After these, what stands beside the callable is NULL on the machine, but on CPython it is the
# object itself if the attribute was a function found on the type.
_METHOD_LOADS = frozenset({"LOAD_ATTR", "LOAD_SUPER_ATTR", "LOAD_ZERO_SUPER_ATTR"})


def analyse(code: Code) -> tuple[Stack | None, ...]:
    """The value stack before each instruction, the top last; None where none can get.

    Costs about a microsecond an instruction. Raises DecodeError where two ways to the same
    instruction disagree about the depth, and where an instruction finds too little on the stack:
    the compiler writes no such code.
    """
    instructions = code.instructions

    def step(index: int, stack: Stack) -> Iterator[tuple[int, Stack]]:
        handler = code.handler_at[index]
        if handler is not None:
            yield handler.target, _entering(handler, stack, code, index)
        instruction = instructions[index]
        transfer = _transfer(instruction.op, instruction.arg, _is_method_null(code, index))
        if transfer.size > len(stack):
            raise DecodeError(
                f"{code.qualname}: {_at(code, index)} takes {transfer.size} from a value stack "
                f"that is {len(stack)} deep"
            )
        if transfer.jump is not None:
            assert isinstance(instruction.arg, int)
            yield instruction.arg, transfer.jump(stack)
        if transfer.next is not None:
            yield index + 1, transfer.next(stack)

    def merge(index: int, known: Stack, incoming: Stack) -> Stack:
        if len(known) != len(incoming):
            raise DecodeError(
                f"{code.qualname}: the value stack before {_at(code, index)} is "
                f"{len(known)} deep on one way and {len(incoming)} on another"
            )
        return tuple(
            one if one is other else Slot.MAYBE_NULL
            for one, other in zip(known, incoming, strict=True)
        )

    empty: Stack = ()
    stacks = forward(code, empty, step, merge)
    return tuple(stacks)


def max_depth(stacks: tuple[Stack | None, ...]) -> int:
    """The greatest depth in the result of ``analyse``."""
    return max((len(stack) for stack in stacks if stack is not None), default=0)


def _at(code: Code, index: int) -> str:
    instruction = code.instructions[index]
    return f"instruction {index} ({instruction.op}, offset {instruction.offset})"


def _entering(handler: Handler, stack: Stack, code: Code, index: int) -> Stack:
    """The stack with which a handler starts, for an exception that ``index`` raises."""
    if len(stack) < handler.depth:
        raise DecodeError(
            f"{code.qualname}: the handler of {_at(code, index)} keeps {handler.depth} of a "
            f"value stack that is {len(stack)} deep"
        )
    return stack[: handler.depth] + (Slot.VALUE,) * (1 + handler.lasti)


def _is_method_null(code: Code, index: int) -> bool:
    """Whether this is the PUSH_NULL of an attribute that is loaded in order to be called."""
    instruction = code.instructions[index]
    if instruction.op != "PUSH_NULL" or not index:
        return False
    previous = code.instructions[index - 1]
    return previous.offset == instruction.offset and previous.op in _METHOD_LOADS


Effect = Callable[[Stack], Stack]


class _Transfer:
    """What one instruction does to the stack."""

    __slots__ = ("jump", "next", "size")

    def __init__(self, size: int, next: Effect | None, jump: Effect | None) -> None:
        self.size = size  # how many slots it looks at
        self.next = next  # None where it never goes on with the next instruction
        self.jump = jump  # None where it doesn't jump


@cache
def _counted(op: str, arg: object, method_null: bool) -> _Transfer:
    operation = OPERATIONS[op]
    size = sum(operand.size(arg) for operand in operation.inputs)
    next = jump = None
    if method_null:
        next = _effect((), (Operand("self_or_null"),), arg)
    elif operation.falls_through:
        next = _effect(operation.inputs, operation.outputs, arg)
    if operation.jumps:
        jump = _effect(operation.inputs, operation.jump_outputs, arg)
    return _Transfer(size, next, jump)


def _transfer(op: str, arg: object, method_null: bool) -> _Transfer:
    # Only a count changes the effect; without the others the cache stays small.
    return _counted(op, arg if op in _COUNTED else None, method_null)


_COUNTED = frozenset(
    name
    for name, operation in OPERATIONS.items()
    if any(operand.count is not None for operand in operation.inputs + operation.outputs)
)


def _effect(inputs: tuple[Operand, ...], outputs: tuple[Operand, ...], arg: object) -> Effect:
    """The change of the top of the stack from ``inputs`` to ``outputs``."""
    places: dict[str, range] = {}
    size = 0
    for operand in inputs:
        places[operand.name] = range(size, size + operand.size(arg))
        size += operand.size(arg)
    parts: list[int | Slot] = []  # where an output comes from, or what is newly pushed
    for operand in outputs:
        if operand.name in places:
            parts.extend(places[operand.name])
        else:
            parts.extend([_kind(operand.name)] * operand.size(arg))
    if all(isinstance(part, Slot) for part in parts):
        pushed = tuple(part for part in parts if isinstance(part, Slot))
        return lambda stack: stack[: len(stack) - size] + pushed

    def change(stack: Stack) -> Stack:
        base = len(stack) - size
        top = tuple(part if isinstance(part, Slot) else stack[base + part] for part in parts)
        return stack[:base] + top

    return change


def _kind(name: str) -> Slot:
    if name == "NULL":
        return Slot.NULL
    return Slot.MAYBE_NULL if name.endswith("_or_null") else Slot.VALUE
