"""Calls and functions. Leaving a frame stands in `suspend`, beside suspending it."""

from types import FunctionType
from typing import Any

from stillframe.bytecode import Instruction
from stillframe.machine.assemble import EMITTERS, HELPERS, TEMPLATES, Assembler, is_temporary
from stillframe.machine.call import DIRECT, call, call_keywords, call_starred
from stillframe.machine.frame import NULL, Frame
from stillframe.machine.intrinsics import INTRINSICS
from stillframe.machine.resume import SWITCH

TEMPLATES |= {
    "MAKE_FUNCTION": "{function} = make_function(frame, {code})",
}


def _finish(asm: Assembler, result: str, used: list[str]) -> None:
    """After a call: where it opened a frame, switch; forget what it was called with."""
    asm.emit(f"if {result} is SWITCH: {asm.leaving('return -1')}")
    asm.forget([text for text in used if text != result])
    asm.push(result)


def call_positional(asm: Assembler, instruction: Instruction) -> None:
    assert isinstance(instruction.arg, int)
    args = [asm.pop() for _ in range(instruction.arg)][::-1]
    second, first = asm.pop(), asm.pop()
    joined = "".join(f"{arg}, " for arg in args)
    result = asm.temporary(avoid=[first, second, *args])
    asm.emit(f"frame.lasti = {asm.index}")
    if "NULL" in (first, second):
        function = second if first == "NULL" else first
        asm.emit(
            f"{result} = {function}({joined}) if type({function}) in DIRECT"
            f" and {function} not in INTRINSICS else call(frame, {function}, ({joined}))"
        )
    else:
        asm.emit(f"{result} = call_slots(frame, {first}, {second}, ({joined}))")
    _finish(asm, result, [first, second, *args])


def call_kw(asm: Assembler, instruction: Instruction) -> None:
    assert isinstance(instruction.arg, int)
    names = asm.pop()
    args = [asm.pop() for _ in range(instruction.arg)][::-1]
    second, first = asm.pop(), asm.pop()
    joined = "".join(f"{arg}, " for arg in args)
    result = asm.temporary(avoid=[first, second, *args])
    asm.emit(f"frame.lasti = {asm.index}")
    asm.emit(f"{result} = call_kw(frame, {first}, {second}, ({joined}), {names})")
    _finish(asm, result, [first, second, *args])


def call_function_ex(asm: Assembler, instruction: Instruction) -> None:
    kwargs, args = asm.pop(), asm.pop()
    second, first = asm.pop(), asm.pop()
    result = asm.temporary(avoid=[first, second, args, kwargs])
    asm.emit(f"frame.lasti = {asm.index}")
    asm.emit(f"{result} = call_ex(frame, {first}, {second}, {args}, {kwargs})")
    _finish(asm, result, [first, second, args, kwargs])


_ATTRIBUTES = {
    1: "{function}.__defaults__ = {attr}",
    2: "{function}.__kwdefaults__ = {attr}",
    4: "{function}.__annotations__ = annotations({attr})",
    8: "{function} = with_closure({function}, {attr})",
    16: "{function}.__annotate__ = {attr}",
}


def set_function_attribute(asm: Assembler, instruction: Instruction) -> None:
    assert isinstance(instruction.arg, int)
    function, attr = asm.pop(), asm.pop()
    if not is_temporary(function):
        name = asm.temporary(avoid=[attr])
        asm.emit(f"{name} = {function}")
        function = name
    asm.emit(_ATTRIBUTES[instruction.arg].format(function=function, attr=attr))
    asm.push(function)


EMITTERS |= {
    "CALL": call_positional,
    "CALL_KW": call_kw,
    "CALL_FUNCTION_EX": call_function_ex,
    "SET_FUNCTION_ATTRIBUTE": set_function_attribute,
}


def make_function(frame: Frame, code: Any) -> FunctionType:
    """A function; with empty cells where its closure is still to come."""
    closure = tuple(CellType() for _ in code.co_freevars) or None
    function = FunctionType(code, frame.globals, None, None, closure)
    return function


CellType = type((lambda x: lambda: x)(0).__closure__[0])  # type: ignore[index]


def with_closure(function: FunctionType, closure: tuple[Any, ...]) -> FunctionType:
    return FunctionType(function.__code__, function.__globals__, None, None, closure)


def annotations(attr: Any) -> Any:
    """A dict of a flat tuple of names and values, as 3.11 to 3.13 push them."""
    return dict(zip(attr[::2], attr[1::2], strict=True)) if isinstance(attr, tuple) else attr


def call_slots(frame: Frame, first: Any, second: Any, args: tuple[Any, ...]) -> Any:
    """CALL with its two slots as they lie on the stack: NULL, f; f, NULL; method, self."""
    if first is NULL:
        return call(frame, second, args)
    if second is NULL:
        return call(frame, first, args)
    return call(frame, first, (second, *args))


def call_kw_slots(
    frame: Frame, first: Any, second: Any, args: tuple[Any, ...], names: tuple[str, ...]
) -> Any:
    if first is NULL:
        first = second
    elif second is not NULL:
        args = (second, *args)
    split = len(args) - len(names)
    return call_keywords(frame, first, args[:split], dict(zip(names, args[split:], strict=True)))


def call_ex(frame: Frame, first: Any, second: Any, args: Any, kwargs: Any) -> Any:
    if first is NULL:
        first = second
    elif second is not NULL:
        args = (second, *args)
    return call_starred(frame, first, args, {} if kwargs is NULL else kwargs)


HELPERS |= {
    "DIRECT": DIRECT,
    "INTRINSICS": INTRINSICS,
    "SWITCH": SWITCH,
    "annotations": annotations,
    "call": call,
    "call_ex": call_ex,
    "call_kw": call_kw_slots,
    "call_slots": call_slots,
    "make_function": make_function,
    "with_closure": with_closure,
}
