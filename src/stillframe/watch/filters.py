"""Which code is recorded: by default the program's own; of it, what was asked for."""

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePath
from types import CodeType

from stillframe.machine.policy import Policy


def wanted(policy: Policy, only: Sequence[str] = ()) -> Callable[[CodeType], bool]:
    """Says of a code object whether its frames are recorded.

    Each pattern of ``only`` (as `fnmatch` reads them) names files, by their name or path, or
    functions, by their name or qualified name; one that fits is enough. The code must be the
    program's own by the policy.
    """

    def wants(code: CodeType) -> bool:
        if not policy.owns(code.co_filename):
            return False
        return not only or any(_fits(code, pattern) for pattern in only)

    return wants


def _fits(code: CodeType, pattern: str) -> bool:
    path = PurePath(code.co_filename)
    names = (code.co_qualname, code.co_name, path.as_posix(), path.name)
    return any(fnmatchcase(name, pattern) for name in names)
