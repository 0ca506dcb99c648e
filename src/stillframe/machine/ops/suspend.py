"""Leaving a frame: return, yield, and the delegation of `yield from` and `await`."""

from typing import Any

from stillframe.bytecode import Instruction
from stillframe.machine.assemble import EMITTERS, HELPERS, TEMPLATES, Assembler
from stillframe.machine.async_generators import (
    AsyncGenerator,
    Wrapped,
    async_iterator,
    next_awaitable,
)
from stillframe.machine.coroutines import (
    Coroutine,
    awaitable_iterator,
    delegate_iterator,
    own_iterator,
)
from stillframe.machine.frame import (
    CO_ASYNC_GENERATOR,
    CO_COROUTINE,
    CO_ITERABLE_COROUTINE,
    SUSPENDED,
    Frame,
)
from stillframe.machine.generators import AwaitableGenerator, Generator, GeneratorBase
from stillframe.machine.resume import RESUMABLE, for_generator, send_native, send_resumable

TEMPLATES |= {
    "ASYNC_GEN_WRAP": "{wrapped} = Wrapped({value})",
    "GET_YIELD_FROM_ITER": "{iter} = delegate_iterator(frame, {iterable})",
    "GET_AITER": "{aiter} = async_iterator(frame, {iterable})",
    "GET_ANEXT": "{awaitable} = next_awaitable(frame, {aiter})",
    "GET_AWAITABLE": "{iter} = awaitable_iterator(frame, {value}, {arg})",
}


def return_value(asm: Assembler, instruction: Instruction) -> None:
    asm.emit(f"return leave(frame, {asm.pop()})")
    asm.ended = True


def return_generator(asm: Assembler, instruction: Instruction) -> None:
    asm.flush()
    asm.emit(f"frame.lasti = {asm.index}; return leave(frame, new_generator(frame))")
    asm.ended = True


def yield_value(asm: Assembler, instruction: Instruction) -> None:
    value = asm.pop()
    asm.flush()
    asm.emit(f"frame.lasti = {asm.index}; return suspend(frame, {value})")
    asm.ended = True


def send(asm: Assembler, instruction: Instruction) -> None:
    """Resume the receiver: ours by switching to its frame, others natively."""
    value = asm.pop()
    receiver = asm.peek(0)
    if receiver.startswith("stack["):
        name = asm.temporary(avoid=[value])
        asm.emit(f"{name} = {receiver}")
        receiver = name
    asm.flush()
    asm.emit(f"frame.lasti = {asm.index}")
    asm.emit(f"if type({receiver}) in RESUMABLE: return send_resumable(frame, {receiver}, {value})")
    asm.emit(f"return send_native(frame, {receiver}, {value})")
    asm.ended = True


def end_send(asm: Assembler, instruction: Instruction) -> None:
    returned = asm.pop()
    asm.pop()
    asm.push(returned)


EMITTERS |= {
    "RETURN_VALUE": return_value,
    "RETURN_GENERATOR": return_generator,
    "YIELD_VALUE": yield_value,
    "SEND": send,
    "END_SEND": end_send,
}


def new_generator(frame: Frame) -> GeneratorBase:
    """RETURN_GENERATOR: the object that owns the frame from now on."""
    flags = frame.code.flags
    if flags & CO_COROUTINE:
        return Coroutine(frame)
    if flags & CO_ASYNC_GENERATOR:
        return AsyncGenerator(frame)
    return AwaitableGenerator(frame) if flags & CO_ITERABLE_COROUTINE else Generator(frame)


# In both, what calls functions comes first and the unlinking last, by plain stores: a signal
# handler can raise only where something is called, and finds the chain whole there.


def leave(frame: Frame, value: Any) -> int:
    """Take the frame out of the chain and give its value to the caller (RETURN_VALUE)."""
    caller = frame.back
    resumer = frame.resumer
    if resumer is None:
        assert caller is not None
        caller.stack.append(value)
        following: Frame | None = caller
        caller.pc = caller.lasti + 1
    else:
        generator = frame.generator
        if generator is not None:
            generator.finish()
        following = resumer.returned(caller, value)
        frame.resumer = frame.generator = None
    frame.back = None
    frame.switch = following
    return -1


def suspend(frame: Frame, value: Any) -> int:
    """Take the frame out of the chain, keep it, and give the value to who resumed it."""
    resumer, generator = frame.resumer, frame.generator
    assert resumer is not None
    assert generator is not None
    following = resumer.yielded(frame.back, value)
    generator.state = SUSPENDED
    frame.back = frame.resumer = frame.generator = None
    # If nobody else refers to it, it is closed here and now, in this very frame.
    generator = None
    frame.switch = following
    return -1


HELPERS |= {
    "Generator": Generator,
    "RESUMABLE": RESUMABLE,
    "Wrapped": Wrapped,
    "async_iterator": async_iterator,
    "awaitable_iterator": awaitable_iterator,
    "delegate_iterator": delegate_iterator,
    "for_generator": for_generator,
    "leave": leave,
    "new_generator": new_generator,
    "next_awaitable": next_awaitable,
    "own_iterator": own_iterator,
    "send_native": send_native,
    "send_resumable": send_resumable,
    "suspend": suspend,
}
