"""Variants: code objects whose frames begin in the middle.

A variant is the original's bytecode, whole and unchanged, behind a prologue: it takes the saved
objects from a box, stores the fast locals, leaves the value stack as it was, and jumps to the
YIELD_VALUE. Jumps are relative, so that only the exception table and the line table shift.
Resumed once, the frame stands where the saved one stood.
"""

import sys
import weakref
from opcode import opmap
from types import CodeType
from typing import Any, final

from stillframe.bytecode.exception_table import native_rows
from stillframe.native.site import Pattern, Site


class Box(list[Any]):
    """Carries one frame's objects into the prologue. Hashed by identity, as a constant must be."""

    __slots__ = ()
    __hash__ = object.__hash__  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return self is other


@final
class Variant:
    """A variant of a site's code, for one pattern of empty slots.

    ``shift`` is the length of the prologue in bytes; ``yielded`` is a box for what the frame yields
    when it is first resumed, None unless the pattern says so.
    """

    __slots__ = ("box", "code", "defaults", "kwdefaults", "shift", "yielded")

    def __init__(self, site: Site, pattern: Pattern) -> None:
        original = site.code
        constants = original.co_consts
        self.box = Box()
        self.yielded = Box() if pattern.yields else None
        prologue, rows = _prologue(site, pattern, len(constants))
        self.shift = len(prologue)
        self.code = original.replace(
            co_code=prologue + original.co_code,
            co_consts=(*constants, self.box, self.yielded),
            co_stacksize=original.co_stacksize + site.slots + 4,
            co_linetable=_no_lines(self.shift // 2) + original.co_linetable,
            co_exceptiontable=rows + _shifted(original.co_exceptiontable, self.shift),
        )
        # The frame is entered by a call without arguments.
        self.defaults = (None,) * original.co_argcount
        only = original.co_varnames[original.co_argcount :][: original.co_kwonlyargcount]
        self.kwdefaults = dict.fromkeys(only)


def variant_of(site: Site, pattern: Pattern) -> Variant:
    """The variant for a pattern, made once (some 50 microseconds)."""
    known = site.variants.get(pattern)
    if known is None:
        known = site.variants.setdefault(pattern, Variant(site, pattern))
        key = id(known.code)
        itself = weakref.ref(known.code, lambda _: originals.pop(key, None))
        originals[key] = itself, site.code, known.shift
    return known


# By the id of a variant: itself, its original, and by how much its offsets are shifted.
originals: dict[int, tuple[object, CodeType, int]] = {}


def _prologue(site: Site, pattern: Pattern, constant: int) -> tuple[bytes, bytes]:
    """The prologue, and its rows of the exception table."""
    code = site.code
    bound, nulls, handled, yields = pattern
    out, rows = bytearray(), bytearray()
    if code.co_freevars:
        _emit(out, "COPY_FREE_VARS", len(code.co_freevars))
    _emit(out, "RETURN_GENERATOR")
    _emit(out, "POP_TOP")
    _emit(out, "RESUME")
    if code.co_flags & _ASYNC_GENERATOR and site.delegating:
        _waiting_room(out, rows, constant)
    values = len(site.shape) - len(nulls)
    _emit(out, "LOAD_CONST", constant)
    _emit(out, "UNPACK_SEQUENCE", handled + len(bound) + values)
    out += bytes(2 * _UNPACK_CACHES)
    if handled:  # the exception is on top; the frame handles it from here on
        _emit(out, "PUSH_EXC_INFO")
        _emit(out, "POP_TOP")
        _emit(out, "POP_TOP")
    for slot in sorted(bound):
        _emit(out, "STORE_FAST", slot)
    for slot in range(parameters(code)):
        if slot not in bound:
            _emit(out, "DELETE_FAST", slot)
    for depth, place in enumerate(nulls, values + 1):  # the lowest first: each sinks to its place
        _emit(out, "PUSH_NULL")
        for distance in range(depth - place, 1, -1):
            _emit(out, "SWAP", distance)
    for place in site.hidden:
        _offset(out, rows, len(site.shape), place, constant)
    _emit(out, "LOAD_CONST", constant + 1)  # what the YIELD_VALUE yields
    if yields:
        _emit(out, "UNPACK_SEQUENCE", 1)
        out += bytes(2 * _UNPACK_CACHES)
    if code.co_flags & _ASYNC_GENERATOR and not site.delegating:
        _emit(out, *_ASYNC_GEN_WRAP)
    _jump(out, site.offset)
    return bytes(out), bytes(rows)


def _waiting_room(out: bytearray, rows: bytearray, constant: int) -> None:
    """A first `yield`; the frame goes on from it whatever is sent or thrown.

    `athrow()` and `aclose()` begin only where an async generator has: one that hasn't they close.
    """
    start = len(out)
    _emit(out, "LOAD_CONST", constant)
    _emit(out, *_ASYNC_GEN_WRAP)
    _emit(out, "YIELD_VALUE")
    _emit(out, "RESUME", 1)
    _row(rows, start, len(out), len(out), 0, False)
    _emit(out, "POP_TOP")  # what was sent, or what was thrown


def _offset(out: bytearray, rows: bytearray, depth: int, place: int, constant: int) -> None:
    """Put an offset that is no object into a place of the value stack: only a handler pushes it.

    Whatever the constant is, it can't be raised.
    """
    start = len(out)
    _emit(out, "LOAD_CONST", constant)
    _emit(out, "RAISE_VARARGS", 1)
    _row(rows, start, len(out), len(out), depth, True)
    _emit(out, "POP_TOP")  # the exception
    _emit(out, "SWAP", depth + 1 - place)
    _emit(out, "POP_TOP")  # what stood there


def parameters(code: CodeType) -> int:
    """How many of the fast locals are parameters."""
    count = code.co_argcount + code.co_kwonlyargcount
    return count + bool(code.co_flags & 4) + bool(code.co_flags & 8)


_ASYNC_GENERATOR = 0x200
_ASYNC_GEN_WRAP: tuple[str, int] = ("ASYNC_GEN_WRAP", 0)
if sys.version_info >= (3, 12):
    _ASYNC_GEN_WRAP = ("CALL_INTRINSIC_1", 4)


def _emit(out: bytearray, name: str, arg: int = 0) -> None:
    for shift in (24, 16, 8):
        if arg >> shift:
            out += bytes((opmap["EXTENDED_ARG"], arg >> shift & 255))
    out += bytes((opmap[name], arg & 255))


def _jump(out: bytearray, offset: int) -> None:
    """To a byte offset of the original, which follows this jump."""
    _emit(out, "JUMP_FORWARD", offset // 2)


def _unpack_caches() -> int:
    """How many cache entries follow UNPACK_SEQUENCE in this Python."""
    code = compile("a, b, c = d", "", "exec").co_code
    at = 2 + code[::2].index(opmap["UNPACK_SEQUENCE"]) * 2
    count = 0
    while code[at + 2 * count] == opmap["CACHE"]:
        count += 1
    return count


_UNPACK_CACHES = _unpack_caches()


def _no_lines(units: int) -> bytes:
    """Line table entries that give no place (Objects/locations.md: code 15), 8 units at most."""
    whole, rest = divmod(units, 8)
    table = bytes([0x80 | 15 << 3 | 7]) * whole
    return table + bytes([0x80 | 15 << 3 | rest - 1]) if rest else table


def _shifted(table: bytes, shift: int) -> bytes:
    """An exception table whose rows stand `shift` bytes later."""
    out = bytearray()
    for start, end, target, depth, lasti in native_rows(table):
        _row(out, start + shift, end + shift, target + shift, depth, lasti)
    return bytes(out)


def _row(out: bytearray, start: int, end: int, target: int, depth: int, lasti: bool) -> None:
    _varint(out, start // 2, 128)
    _varint(out, (end - start) // 2)
    _varint(out, target // 2)
    _varint(out, depth << 1 | lasti)


def _varint(out: bytearray, value: int, first: int = 0) -> None:
    """As `_PyCode` writes them: 6 bits a byte, the highest first; 128 marks a row's start."""
    shift = max((value.bit_length() - 1) // 6 * 6, 0)
    while shift:
        out.append(first | 64 | value >> shift & 63)
        first = 0
        shift -= 6
    out.append(first | value & 63)
