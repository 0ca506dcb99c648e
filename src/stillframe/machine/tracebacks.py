"""Tracebacks of guest frames, made of real traceback and frame objects.

A traceback entry wants one of CPython's own frames. For each guest frame that an exception
passes we make a *carrier*: the frame of a generator that never runs, whose code object has
the guest's name, file and line table, and whose globals and locals are the guest's. So
`traceback`, `inspect`, `pdb` and the interpreter itself print what they always print.
"""

import os
import sys
from opcode import opmap
from types import CodeType, FrameType, FunctionType, TracebackType
from typing import Any

from stillframe.bytecode import Position
from stillframe.bytecode.foreign import carried
from stillframe.bytecode.locations import position_table
from stillframe.machine.assemble import BLOCK_FILE
from stillframe.machine.disguise import SHIM, mark_of
from stillframe.machine.frame import CO_GENERATOR, Frame
from stillframe.machine.locals import carried_locals
from stillframe.machine.translation import Translation

# Files of instruments, which count as the machine's own.
OUR_FILES: set[str] = set()
_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep


def is_block(code: CodeType) -> bool:
    """Whether it runs the guest's own instructions."""
    mark = mark_of(code)
    return mark is not None and mark is not SHIM


def is_ours(code: CodeType) -> bool:
    """Whether a host frame of that code is the machine's own."""
    name = code.co_filename
    if mark_of(code) is not None or name == BLOCK_FILE or name.startswith(_HERE):
        return True
    if name in OUR_FILES:
        return True
    return carried(code) is not None  # it only leads to the machine


def scrub(traceback: TracebackType | None) -> TracebackType | None:
    """A traceback without the machine's own entries at its head."""
    while traceback is not None and is_ours(traceback.tb_frame.f_code):
        traceback = traceback.tb_next
    return traceback


def _template() -> Any:
    yield


def _carrier_code(translation: Translation, offset: int) -> CodeType:
    """A generator's code that looks like the guest's, and whose frame stands at `offset`.

    When a generator that never began goes away and leaves its frame behind, CPython has that
    stand at its RESUME (take_ownership in Python/frame.c; from 3.14 on: behind it), so that is
    where this puts it.
    """
    code = translation.native
    units, table = _locations(translation)
    if sys.version_info >= (3, 14):
        offset -= 2
    resume = max(offset // 2, 1)
    nop = bytes((opmap["NOP"], 0))
    begin = bytes((opmap["RETURN_GENERATOR"], 0, opmap["RESUME"], 0))
    names: dict[str, Any] = {}
    if sys.version_info < (3, 12):  # there, suggestions for a NameError look at these
        names = {"co_varnames": code.co_varnames, "co_nlocals": code.co_nlocals}
    return _template.__code__.replace(
        co_code=nop * (resume - 1) + begin + nop * (units - resume - 1),
        co_flags=CO_GENERATOR,
        co_name=code.co_name,
        co_qualname=code.co_qualname,
        co_filename=code.co_filename,
        co_firstlineno=code.co_firstlineno,
        co_linetable=table,
        co_exceptiontable=b"",
        **names,
    )


def _locations(translation: Translation) -> tuple[int, bytes]:
    """How many code units the guest's code has, and its location table."""
    code, native = translation.code, translation.native
    if carried(native) is None:
        return len(native.co_code) // 2, native.co_linetable
    units = code.instructions[-1].offset // 2 + 1
    at: list[Position] = [(None, None, None, None)] * units
    for instruction, position in zip(code.instructions, code.positions, strict=True):
        at[instruction.offset // 2] = position
    return units, position_table(at, code.firstlineno)


def carrier(frame: Frame) -> FrameType:
    """One of CPython's frames that stands for a guest frame in a traceback."""
    translation = frame.translation
    offset = translation.code.instructions[max(frame.lasti, 0)].offset
    code = translation.carriers.get(offset)
    if code is None:
        code = translation.carriers[offset] = _carrier_code(translation, offset)
    if "__builtins__" in frame.globals:
        generator = eval(code, frame.globals, carried_locals(frame))
    else:  # eval would add them
        generator = FunctionType(code, frame.globals)()
    result: FrameType = generator.gi_frame
    return result


def left_at(frame: Frame, traceback: TracebackType) -> TracebackType:
    """The frame leaves with an exception that it raised on: its entry is the head.

    From then on the entry's frame shows the line that was run last.
    """
    index = frame.lasti
    head = traceback.tb_frame
    stands_for = getattr(head.f_locals, "frame", head.f_locals)
    if stands_for is not frame and stands_for is not frame.locals:
        return traceback
    if head.f_lineno == frame.code.positions[index][0]:
        return traceback
    return TracebackType(traceback.tb_next, carrier(frame), traceback.tb_lasti, traceback.tb_lineno)


def here(frame: Frame, following: TracebackType | None = None) -> TracebackType:
    """A traceback entry for the place where a guest frame stands."""
    code = frame.code
    index = max(frame.lasti, 0)
    line = code.positions[index][0]
    return TracebackType(
        following,
        carrier(frame),
        code.instructions[index].offset,
        line if line is not None else code.firstlineno,
    )


def is_importlib(code: CodeType) -> bool:
    return code.co_filename in ("<frozen importlib._bootstrap>", _EXTERNAL)


_EXTERNAL = "<frozen importlib._bootstrap_external>"

__all__ = [
    "carrier",
    "here",
    "is_block",
    "is_importlib",
    "is_ours",
    "left_at",
    "scrub",
    "sys",
]
