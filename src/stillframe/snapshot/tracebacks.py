"""Tracebacks as data: for each entry its function, file, line and columns.

What is made again are CPython's own traceback and frame objects, which print as the saved ones
did, carets included. Their frames hold no locals.
"""

import sys
from itertools import islice
from opcode import opmap
from types import FunctionType, TracebackType
from typing import Any

from stillframe.bytecode.locations import position_table


def reduce_traceback(traceback: TracebackType) -> Any:
    """What pickle is told: the entries in order, all at once, however many there are."""
    entries = []
    entry: TracebackType | None = traceback
    while entry is not None:
        code, globals = entry.tb_frame.f_code, entry.tb_frame.f_globals
        position = next(islice(code.co_positions(), max(entry.tb_lasti, 0) // 2, None), (None,) * 4)
        place = code.co_filename, code.co_firstlineno, code.co_name, code.co_qualname
        entries.append((place, entry.tb_lineno, position, globals.get("__name__")))
        entry = entry.tb_next
    return make_traceback, (tuple(entries),)


def make_traceback(entries: tuple[Any, ...]) -> TracebackType | None:
    """A traceback of these entries."""
    made: TracebackType | None = None
    for place, line, position, module in reversed(entries):
        made = TracebackType(made, _frame(place, line, position, module), _AT, line)
    return made


def _template() -> Any:
    yield


# A frame that its generator leaves behind stands at the RESUME, or behind it (take_ownership in
# CPython's Python/frame.c).
_CODE = bytes((opmap["RETURN_GENERATOR"], 0, opmap["RESUME"], 0, opmap["NOP"], 0, opmap["NOP"], 0))
_AT = 2


def _frame(place: tuple[Any, ...], line: int, position: Any, module: object) -> Any:
    """The frame of a generator that never begins, standing at that place."""
    file, first, name, qualname = place
    if position[0] is None:
        position = line, line, None, None
    units = len(_CODE) // 2
    code = _template.__code__.replace(
        co_code=_CODE,
        co_filename=file,
        co_firstlineno=first,
        co_name=name,
        co_qualname=qualname,
        co_linetable=position_table([position] * units, first),
        co_exceptiontable=b"",
    )
    found = sys.modules.get(module) if isinstance(module, str) else None
    globals = vars(found) if found is not None else {"__name__": module}
    return FunctionType(code, globals)().gi_frame
