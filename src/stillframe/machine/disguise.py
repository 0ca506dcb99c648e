"""Host functions that pass for the guest's: its name, its file, its lines.

Blocks and shims (``assemble``, ``host``) are called where the guest is, and native code may look
at its caller: C attributes warnings to it, `namedtuple` takes its module, `breakpoint()` stops in
it. A mark among the constants tells them from the guest's own.
"""

from collections.abc import Iterable, Sequence
from types import CodeType

from stillframe.bytecode.locations import line_table


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
        co_linetable=line_table(lines, guest.co_firstlineno),
        co_consts=(*code.co_consts, mark),
    )
