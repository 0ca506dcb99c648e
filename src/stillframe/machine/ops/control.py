"""Jumps, loops and exceptions."""

import sys
from typing import Any

from stillframe.bytecode import Instruction
from stillframe.machine.assemble import EMITTERS, HELPERS, TEMPLATES, Assembler
from stillframe.machine.frame import NULL, Frame
from stillframe.machine.ops.names import special
from stillframe.machine.raising import reraise as raise_on
from stillframe.machine.raising import stop_error
from stillframe.machine.tracebacks import here

TEMPLATES |= {
    "GET_ITER": "{iter} = own_iterator(frame, {iterable}) or iter({iterable})",
    "CHECK_EXC_MATCH": "{res} = exception_matches({exception}, {type})",
    "PREP_RERAISE_STAR": "{exception_or_none} = prep_reraise_star({original}, {raised})",
    "UNPACK_EXC": "{type}, {value}, {traceback}"
    " = {exception}.__class__, {exception}, {exception}.__traceback__",
    "BEFORE_WITH": "{exit}, {enter} = context_methods({manager}, '__enter__', '__exit__')",
    "BEFORE_ASYNC_WITH": "{aexit}, {aenter}"
    " = context_methods({manager}, '__aenter__', '__aexit__')",
    "STOPITERATION_ERROR": "{exception} = stopiteration_error(frame, {exception})",
}


def jump(asm: Assembler, instruction: Instruction) -> None:
    assert isinstance(instruction.arg, int)
    asm.go(instruction.arg)


_CONDITIONS = {
    "POP_JUMP_IF_TRUE": "{}",
    "POP_JUMP_IF_FALSE": "not {}",
    "POP_JUMP_IF_NONE": "{} is None",
    "POP_JUMP_IF_NOT_NONE": "{} is not None",
}


def conditional_jump(asm: Assembler, instruction: Instruction) -> None:
    condition = _CONDITIONS[instruction.op].format(asm.pop())
    assert isinstance(instruction.arg, int)
    asm.branch(condition, instruction.arg)


def for_iter(asm: Assembler, instruction: Instruction) -> None:
    """The next value of the iterator on top, which stays there until there is none."""
    asm.empty()
    iterator = asm.temporary()
    asm.emit(f"{iterator} = stack[-1]")
    asm.emit(
        f"if type({iterator}) is Generator:"
        f" frame.lasti = {asm.index}; return for_generator(frame, {iterator})"
    )
    asm.emit(f"{iterator} = next({iterator}, NULL)")
    asm.emit(f"if {iterator} is NULL: del stack[-1]; return {instruction.arg}")
    asm.push(iterator)


def raise_varargs(asm: Assembler, instruction: Instruction) -> None:
    match instruction.arg:
        case 0:
            asm.emit("raise_again(frame)")
        case 1:
            asm.emit(f"raise {asm.pop()}")
        case _:
            cause = asm.pop()
            asm.emit(f"raise {asm.pop()} from {cause}")
    asm.ended = True


def reraise(asm: Assembler, instruction: Instruction) -> None:
    error = asm.pop()
    if instruction.arg:
        assert isinstance(instruction.arg, int)
        asm.emit(f"frame.lasti = instruction_at(frame, {asm.peek(instruction.arg - 1)})")
    asm.emit(f"raise_on({error})")
    asm.ended = True


def push_exc_info(asm: Assembler, instruction: Instruction) -> None:
    """From here on the exception is being handled: the host must see it so, too."""
    error = asm.pop()
    asm.push("frame.handled")
    asm.push(error)
    asm.flush()
    asm.emit(f"return handle(frame, {error}, {asm.index + 1})")
    asm.ended = True


def pop_except(asm: Assembler, instruction: Instruction) -> None:
    previous = asm.pop()
    asm.flush()
    asm.emit(f"return handle(frame, {previous}, {asm.index + 1})")
    asm.ended = True


def cleanup_throw(asm: Assembler, instruction: Instruction) -> None:
    asm.fill("{none}, {value} = None, value_of_stop({exception})", instruction)


def end_async_for(asm: Assembler, instruction: Instruction) -> None:
    error = asm.pop()
    asm.pop()
    asm.emit(f"if not isinstance({error}, StopAsyncIteration): raise_on({error})")


def check_eg_match(asm: Assembler, instruction: Instruction) -> None:
    """What matches becomes the handled exception."""
    kind, error = asm.pop(), asm.pop()
    rest, match = asm.temporary(0, [kind, error]), asm.temporary(1, [kind, error])
    asm.emit(f"{rest}, {match} = split_group(frame, {error}, {kind})")
    asm.virtual += [rest, match]
    leave = asm.leaving(f"return handle(frame, {match}, {asm.index + 1})")
    asm.emit(f"if {match} is not None: {leave}")


EMITTERS |= {
    "JUMP": jump,
    "JUMP_BACKWARD": jump,
    "POP_JUMP_IF_TRUE": conditional_jump,
    "POP_JUMP_IF_FALSE": conditional_jump,
    "POP_JUMP_IF_NONE": conditional_jump,
    "POP_JUMP_IF_NOT_NONE": conditional_jump,
    "FOR_ITER": for_iter,
    "RAISE_VARARGS": raise_varargs,
    "RERAISE": reraise,
    "CHECK_EG_MATCH": check_eg_match,
    "PUSH_EXC_INFO": push_exc_info,
    "POP_EXCEPT": pop_except,
    "CLEANUP_THROW": cleanup_throw,
    "END_ASYNC_FOR": end_async_for,
}


def handle(frame: Frame, error: BaseException | None, pc: int) -> int:
    """`error` is what the frame handles from now on; None: what its caller handles."""
    frame.handled = error
    frame.exc_info = error if error is not None else inherited(frame)
    frame.pc = pc
    frame.switch = frame
    return -1


def inherited(frame: Frame) -> BaseException | None:
    """The exception that is being handled where the frame was called or resumed."""
    if frame.back is not None:
        return frame.back.exc_info
    return getattr(frame.resumer, "exc_info", None)


def raise_again(frame: Frame) -> None:
    """`raise` alone: the handled exception again, its traceback as it is."""
    error = sys.exc_info()[1]
    if error is None:
        raise RuntimeError("No active exception to reraise")
    raise error


def instruction_at(frame: Frame, lasti: Any) -> int:
    """The instruction that a saved lasti (in code units, as CPython's) stands for."""
    if not isinstance(lasti, int):
        return frame.lasti
    offset = 2 * lasti
    for i, instruction in enumerate(frame.code.instructions):
        if instruction.offset >= offset:
            return i
    return frame.lasti


_BAD_EXCEPT = "catching classes that do not inherit from BaseException is not allowed"


def exception_matches(error: BaseException, kind: Any) -> bool:
    """`except kind`: by subclass only, as PyErr_GivenExceptionMatches."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    for one in kinds:
        if not (isinstance(one, type) and issubclass_plainly(one, BaseException)):
            raise TypeError(_BAD_EXCEPT)
    return any(issubclass_plainly(type(error), one) for one in kinds)


def issubclass_plainly(kind: type, base: type) -> bool:
    """By the MRO alone, whatever __subclasscheck__ says."""
    return base in type.__dict__["__mro__"].__get__(kind)


def split_group(frame: Frame, error: BaseException, kind: Any) -> tuple[Any, Any]:
    """(rest, match) for `except* kind` (exception_group_match in Python/ceval.c)."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    for one in kinds:
        if not (isinstance(one, type) and issubclass_plainly(one, BaseException)):
            raise TypeError(_BAD_EXCEPT)
    for one in kinds:
        if issubclass_plainly(one, BaseExceptionGroup):
            raise TypeError(
                "catching ExceptionGroup with except* is not allowed. Use except instead."
            )
    if exception_matches(error, kind):
        if isinstance(error, BaseExceptionGroup):
            match: Any = error
        else:
            # A naked exception is caught wrapped in a group without a name.
            match = BaseExceptionGroup("", (error,))
            if sys.version_info >= (3, 12):
                match.__traceback__ = here(frame)
        return None, match
    if isinstance(error, BaseExceptionGroup):
        match, rest = _split(error, kind)
        return rest, match
    return error, None


def _split(group: BaseExceptionGroup[Any], kind: Any) -> tuple[Any, Any]:
    pair: Any = group.split(kind)
    if sys.version_info >= (3, 12):
        if not isinstance(pair, tuple):
            raise TypeError(
                f"{type(group).__name__}.split must return a tuple, not {type(pair).__name__}"
            )
        if len(pair) < 2:
            raise TypeError(
                f"{type(group).__name__}.split must return a 2-tuple, got tuple of size {len(pair)}"
            )
    match, rest = pair[0], pair[1]
    return match, rest


def prep_reraise_star(original: BaseException, raised: list[Any]) -> BaseException | None:
    """What to raise after `except*` clauses (_PyExc_PrepReraiseStar in Objects/exceptions.c)."""
    if not isinstance(original, BaseExceptionGroup):
        # A naked exception was wrapped, caught, and at most one clause raised.
        return raised[0] if raised else None
    new: list[BaseException] = []
    same: list[BaseException] = []
    for error in raised:
        if error is None:
            continue
        (same if _same_metadata(error, original) else new).append(error)
    reraised = _projection(original, same) if same else None
    if not new:
        return reraised
    if reraised is not None:
        new.append(reraised)
    if len(new) == 1:
        return new[0]
    return BaseExceptionGroup("", new)


def _same_metadata(error: BaseException, original: BaseException) -> bool:
    return (
        isinstance(error, BaseExceptionGroup)
        and getattr(error, "__notes__", None) is getattr(original, "__notes__", None)
        and error.__traceback__ is original.__traceback__
        and error.__cause__ is original.__cause__
        and error.__context__ is original.__context__
    )


def _projection(original: BaseExceptionGroup[Any], groups: list[Any]) -> BaseException | None:
    """The part of the original group whose leaves are in the groups."""
    leaves: set[int] = set()

    def collect(error: BaseException) -> None:
        if isinstance(error, BaseExceptionGroup):
            for inner in error.exceptions:
                collect(inner)
        else:
            leaves.add(id(error))

    for group in groups:
        collect(group)
    match, _ = original.split(
        lambda error: not isinstance(error, BaseExceptionGroup) and id(error) in leaves
    )
    return match


def stopiteration_error(frame: Frame, error: BaseException) -> BaseException:
    """PEP 479: what leaves a generator instead of a StopIteration."""
    return stop_error(frame.code.flags, error)


def value_of_stop(error: BaseException) -> Any:
    """What a delegate returned; any other exception goes on (CLEANUP_THROW)."""
    if isinstance(error, StopIteration):
        return error.value
    raise_on(error)


def context_methods(manager: Any, enter_name: str, exit_name: str) -> tuple[Any, Any]:
    """(exit, enter) of a context manager, bound; the errors of BEFORE_WITH."""
    asynchronous = enter_name == "__aenter__"
    protocol = f"{'asynchronous ' if asynchronous else ''}context manager protocol"
    enter = special(manager, enter_name)
    if enter is NULL:
        raise TypeError(f"'{type(manager).__name__}' object does not support the {protocol}")
    exit = special(manager, exit_name)
    if exit is NULL:
        raise TypeError(
            f"'{type(manager).__name__}' object does not support the {protocol}"
            f" (missed {exit_name} method)"
        )
    return exit, enter


HELPERS |= {
    "context_methods": context_methods,
    "exception_matches": exception_matches,
    "handle": handle,
    "instruction_at": instruction_at,
    "prep_reraise_star": prep_reraise_star,
    "raise_again": raise_again,
    "raise_on": raise_on,
    "split_group": split_group,
    "stopiteration_error": stopiteration_error,
    "value_of_stop": value_of_stop,
}
