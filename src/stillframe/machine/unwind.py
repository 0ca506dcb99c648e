"""Exceptions through frames: find the handler, leave frames that have none.

The host's traceback of the exception begins with our own entries; the line of the block in it
tells which instruction raised. They are replaced by an entry for the guest's frame.
"""

from types import TracebackType

from stillframe.bytecode import Instruction
from stillframe.machine.disguise import mark_of
from stillframe.machine.frame import Frame
from stillframe.machine.raising import stop_error
from stillframe.machine.tracebacks import here, is_ours, left_at, scrub

# These raise an exception on; the entry that it got when it was raised stands.
_RAISE_ON = frozenset({"RERAISE", "END_ASYNC_FOR", "CLEANUP_THROW"})


def unwind(frame: Frame, error: BaseException) -> tuple[Frame | None, BaseException]:
    """The frame to go on with, its stack and `pc` set to the handler's.

    None if no frame handles it: then the exception (which may be another one by now, PEP 479)
    is the host's.
    """
    index = _raised_at(frame, error.__traceback__)
    traceback = scrub(error.__traceback__)
    while True:
        code = frame.translation.code
        instruction = code.instructions[index]
        if not (instruction.op == "RERAISE" and instruction.arg):
            frame.lasti = index
        if instruction.op not in _RAISE_ON and not _is_bare_raise(frame, instruction, error):
            traceback = here(frame, traceback)
        error.__traceback__ = traceback
        handler = code.handler_at[index]
        if handler is not None:
            del frame.stack[handler.depth :]
            if handler.lasti:
                frame.stack.append(code.instructions[frame.lasti].offset // 2)
            frame.stack.append(error)
            frame.pc = handler.target
            return frame, error
        if traceback is not None and instruction.op in _RAISE_ON:
            error.__traceback__ = left_at(frame, traceback)
        following, caller, error = _leave(frame, error)
        if following is not None or caller is None:
            return following, error
        frame = caller
        index = frame.lasti
        traceback = scrub(error.__traceback__)


def _is_bare_raise(frame: Frame, instruction: Instruction, error: BaseException) -> bool:
    """Whether a `raise` alone raises the exception on that is being handled; if there is none, its
    RuntimeError is a new one."""
    return instruction.op == "RAISE_VARARGS" and instruction.arg == 0 and error is frame.exc_info


def _leave(frame: Frame, error: BaseException) -> tuple[Frame | None, Frame | None, BaseException]:
    """Take the frame out of the chain; (where it is dealt with, the caller, the exception)."""
    caller, frame.back = frame.back, None
    resumer, frame.resumer = frame.resumer, None
    generator, frame.generator = frame.generator, None
    frame.switch = None
    frame.stack.clear()
    if generator is not None:
        generator.finish()
        if frame.code.version < (3, 12):  # later code does it itself (STOPITERATION_ERROR)
            error = stop_error(frame.code.flags, error)
    following = None
    if resumer is not None:
        try:
            following = resumer.raised(caller, error)
        except BaseException as other:
            error = other
            error.__traceback__ = scrub(error.__traceback__)
    return following, caller, error


def _raised_at(frame: Frame, traceback: TracebackType | None) -> int:
    """The index of the instruction that raised."""
    while traceback is not None and is_ours(traceback.tb_frame.f_code):
        mark = mark_of(traceback.tb_frame.f_code)
        if mark is not None and mark.where:
            return mark.where[traceback.tb_lasti // 2]
        traceback = traceback.tb_next
    return max(frame.lasti, 0)
