"""Type parameters and type aliases (PEP 695, PEP 696): what 3.12 added intrinsics for."""

import builtins
import functools
import opcode
import sys
from types import FunctionType
from typing import Any

from stillframe.machine.assemble import HELPERS, TEMPLATES

TEMPLATES |= {
    "TYPEVAR": "{res} = intrinsic('TYPEVAR', {name})",
    "TYPEVAR_WITH_BOUND": "{res} = intrinsic('TYPEVAR_WITH_BOUND', {name}, {evaluate})",
    "TYPEVAR_WITH_CONSTRAINTS": "{res} = intrinsic('TYPEVAR_WITH_CONSTRAINTS', {name}, {evaluate})",
    "SET_TYPEPARAM_DEFAULT": "intrinsic('SET_TYPEPARAM_DEFAULT', {param}, {evaluate})",
    "PARAMSPEC": "{res} = intrinsic('PARAMSPEC', {name})",
    "TYPEVARTUPLE": "{res} = intrinsic('TYPEVARTUPLE', {name})",
    "SUBSCRIPT_GENERIC": "{res} = intrinsic('SUBSCRIPT_GENERIC', {params})",
    "SET_FUNCTION_TYPE_PARAMS": "{function}.__type_params__ = {params}",
    "TYPEALIAS": "{res} = intrinsic('TYPEALIAS', {triple})",
    "PRINT_EXPR": "print_expr({value})",
}


def intrinsic(name: str, *args: Any) -> Any:
    """The interpreter's own intrinsic function of that name (Python/intrinsics.c)."""
    return _caller(name, len(args))(*args)


@functools.cache
def _caller(name: str, arity: int) -> FunctionType:
    """A function whose code is nothing but CALL_INTRINSIC_1 or _2."""
    table: list[str] = getattr(opcode, f"_intrinsic_{arity}_descs")
    number = table.index(f"INTRINSIC_{name}")
    op = opcode.opmap
    loads = b"".join(bytes((op["LOAD_FAST"], i)) for i in range(arity))
    body = bytes((op["RESUME"], 0)) + loads
    body += bytes((op[f"CALL_INTRINSIC_{arity}"], number, op["RETURN_VALUE"], 0))

    def template(a: Any, b: Any = None) -> Any:
        return a

    code = template.__code__.replace(
        co_code=body, co_stacksize=2, co_argcount=arity, co_name="<intrinsic>"
    )
    return FunctionType(code, {"__builtins__": builtins})


def print_expr(value: Any) -> None:
    """What an expression statement does at the interactive prompt."""
    if not hasattr(sys, "displayhook"):
        raise RuntimeError("lost sys.displayhook")
    sys.displayhook(value)


HELPERS |= {"intrinsic": intrinsic, "print_expr": print_expr}
