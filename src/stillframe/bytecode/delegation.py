"""3.11: what happens when an exception is thrown into a generator that delegates.

Up to 3.11 ``gen.throw()`` itself looks whether the delegate ended with a StopIteration, and moves
the frame behind the SEND (``_gen_throw`` in ``Objects/genobject.c``). From 3.12 on the exception
is raised at the YIELD_VALUE, and a handler there, CLEANUP_THROW, takes the StopIteration. The
outcome is the same. Here 3.11's code gets that handler, so that there is one way to do it.
"""

from __future__ import annotations

from dataclasses import replace

from stillframe.bytecode import exception_table
from stillframe.bytecode.code import Code, Handler
from stillframe.bytecode.stack import analyse
from stillframe.errors import DecodeError


def add_throw_handlers(code: Code) -> Code:
    """Lead exceptions at each delegating YIELD_VALUE to the CLEANUP_THROW of its SEND."""
    sends = [i for i, one in enumerate(code.instructions) if one.op == "CLEANUP_THROW"]
    if not sends:
        return code
    stacks = analyse(code)
    handlers = code.handlers
    for cleanup in sends:
        yields = cleanup + 2  # CLEANUP_THROW and a JUMP are the last of SEND's expansion
        if code.instructions[yields].op != "YIELD_VALUE":
            where = code.instructions[cleanup].offset
            raise DecodeError(f"{code.qualname}: no YIELD_VALUE follows the SEND at offset {where}")
        stack = stacks[yields]
        if stack is not None:
            row = Handler(yields, yields + 1, cleanup, len(stack), lasti=False)
            handlers = exception_table.cover(handlers, row)
    at = exception_table.handler_at(handlers, len(code.instructions))
    return replace(code, handlers=handlers, handler_at=at)
