"""Host functions that pass for the guest's: its name, its file, its lines.

Blocks and shims (``assemble``, ``host``) are called where the guest is, and native code may look
at its caller: C attributes warnings to it, `namedtuple` takes its module, `breakpoint()` stops in
it. A mark among the constants tells them from the guest's own.
"""

from collections.abc import Iterable, Sequence
from types import CodeType


class Mark:
    """The last constant of a disguised code object.

    ``where`` has the canonical instruction of each of its code units, for a block; a shim
    has none.
    """

    __slots__ = ("where",)

    def __init__(self, where: Sequence[int] = ()) -> None:
        self.where = where


SHIM = Mark()


def mark_of(code: CodeType) -> Mark | None:
    """The mark of a disguised code object."""
    last = code.co_consts[-1] if code.co_consts else None
    return last if type(last) is Mark else None


def disguised(
    code: CodeType, guest: CodeType, lines: Iterable[int | None], mark: Mark, flags: int = 0
) -> CodeType:
    """`code` with the guest's name and file, and these lines, one for each code unit."""
    return code.replace(
        co_flags=code.co_flags | flags,
        co_name=guest.co_name,
        co_qualname=guest.co_qualname,
        co_filename=guest.co_filename,
        co_firstlineno=guest.co_firstlineno,
        co_linetable=_line_table(lines, guest.co_firstlineno),
        co_consts=(*code.co_consts, mark),
    )


# The kinds of entries that have a line and no columns, and no line (Objects/locations.md).
_NO_COLUMNS, _NONE = 13, 15
_LONGEST = 8  # code units in one entry


def _line_table(lines: Iterable[int | None], first: int) -> bytes:
    table = bytearray()
    at = first
    for line, length in _runs(lines):
        for start in range(0, length, _LONGEST):
            units = min(length - start, _LONGEST) - 1
            if line is None:
                table.append(0x80 | _NONE << 3 | units)
            else:
                table.append(0x80 | _NO_COLUMNS << 3 | units)
                table += _signed(line - at)
                at = line
    return bytes(table)


def _runs(lines: Iterable[int | None]) -> list[tuple[int | None, int]]:
    """(line, how many code units in a row) of each run of the same line."""
    runs: list[tuple[int | None, int]] = []
    for line in lines:
        if runs and runs[-1][0] == line:
            runs[-1] = (line, runs[-1][1] + 1)
        else:
            runs.append((line, 1))
    return runs


def _signed(value: int) -> bytes:
    """A varint of 6 bits a byte, the sign in the lowest bit."""
    rest = -value << 1 | 1 if value < 0 else value << 1
    encoded = bytearray()
    while rest >= 64:
        encoded.append(0x40 | rest & 63)
        rest >>= 6
    encoded.append(rest)
    return bytes(encoded)
