"""What is recorded: by default the program's own code; of it, what was asked for."""

import sys
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePath
from types import CodeType
from typing import Any, final

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


@final
class Tasks:
    """The asyncio tasks that are recorded.

    Each pattern (as `fnmatch` reads them) names a task by its name, or by the name or qualified
    name of its coroutine; one that fits is enough.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = tuple(patterns)

    def run(self) -> bool:
        """Whether one of them runs now, in this thread."""
        asyncio: Any = sys.modules.get("asyncio.tasks")  # where it isn't imported, there are none
        try:
            task = asyncio.current_task() if asyncio is not None else None
        except RuntimeError:  # no loop runs
            return False
        return task is not None and self.fit(task)

    def fit(self, task: Any) -> bool:
        """Whether it is one of them, by the name that it has now."""
        coroutine = task.get_coro()
        names = (task.get_name(), *(getattr(coroutine, name, "") for name in _NAMES))
        return any(fnmatchcase(name, pattern) for name in names for pattern in self._patterns)


_NAMES = ("__name__", "__qualname__")
