"""Which code the machine enters; all other code runs natively."""

import os
import sys
import sysconfig
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from types import CodeType
from typing import Any

from stillframe.bytecode.foreign import carried
from stillframe.machine.frame import CO_ASYNC_GENERATOR, CO_COROUTINE
from stillframe.machine.intrinsics import CODE_INTRINSICS, reads_frames
from stillframe.machine.translation import Translation, translate

_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_ASYNCHRONOUS = CO_COROUTINE | CO_ASYNC_GENERATOR

# Files that every policy enters: imports of the program's modules, and what waits for an event
# loop (`loop` adds that).
ENTERED = {"<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>"}
# The same of libraries that may be installed anywhere: `anyio.run` waits for a loop.
ENTERED_ENDINGS = (
    os.path.join("anyio", "_core", "_eventloop.py"),
    os.path.join("anyio", "_backends", "_asyncio.py"),
)

_LIMIT = 20_000

# What a call of a Python function comes to: a frame of its translation, a function of ours
# that stands for it, or (None) a native call.
Target = Translation | Callable[..., Any] | None


_UNKNOWN: Any = object()


class Policy:
    """Decides for each code object whether the machine enters it, by its file name.

    With ``native_coroutines``, those and async generators are CPython's own: they run at its
    speed, and an event loop that drives them natively can be stopped between its turns.
    """

    __slots__ = (
        "_codes",
        "_files",
        "_made",
        "_owned",
        "enters_file",
        "name",
        "native_coroutines",
        "targets",
    )

    def __init__(
        self,
        name: str,
        enters_file: Callable[[str], bool],
        native_coroutines: bool = False,
        made: tuple[Any, ...] | None = None,
    ) -> None:
        self.name = name
        self.enters_file = enters_file
        self.native_coroutines = native_coroutines
        self._made = made
        self._files: dict[str, bool] = {}
        self._owned: dict[str, bool] = {}
        self.targets: dict[int, Target] = {}
        self._codes: list[CodeType] = []  # keeps the ids in targets valid

    def target(self, code: CodeType) -> Target:
        """What a call of a function with this code comes to."""
        known: Target = self.targets.get(id(code), _UNKNOWN)
        if known is not _UNKNOWN:
            return known
        if len(self._codes) >= _LIMIT:
            self.targets.clear()
            self._codes.clear()
        target: Target = CODE_INTRINSICS.get(id(code))
        if target is None and self.enters(code):
            target = translate(code)
        self._codes.append(code)
        self.targets[id(code)] = target
        return target

    def enters(self, code: CodeType) -> bool:
        """Whether the machine runs this code."""
        if self.native_coroutines and code.co_flags & _ASYNCHRONOUS:
            return carried(code) is not None
        name = code.co_filename
        found = self._files.get(name)
        if found is None:
            found = self._files[name] = (
                name in ENTERED or name.endswith(ENTERED_ENDINGS) or self.owns(name)
            )
        return found or reads_frames(code) or carried(code) is not None

    def owns(self, file: str) -> bool:
        """Whether the file, or the folder, is the program's by this policy; ours never is."""
        known = self._owned.get(file)
        if known is None:
            known = self._owned[file] = not file.startswith(_OURS) and self.enters_file(file)
        return known

    def __reduce__(self) -> Any:
        if self._made is None:
            raise TypeError(f"{self!r} was not made by a function of this module")
        return self._made

    def __repr__(self) -> str:
        return f"<policy: {self.name}>"


def everything(native_coroutines: bool = False) -> Policy:
    """All Python code that machine code calls."""
    made = everything, (native_coroutines,)
    return Policy("everything", lambda name: True, native_coroutines, made)


# Folders of installed packages, wherever they are.
_INSTALLED = {"site-packages", "dist-packages"}


def _libraries() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    found = {paths[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")}
    found.add(os.path.dirname(os.__file__))  # where sysconfig is wrong, as in a zip file
    archive = f"python{sys.version_info[0]}{sys.version_info[1]}.zip"  # on sys.path, there or not
    found.add(os.path.join(os.path.dirname(paths["stdlib"]), archive))
    return tuple(os.path.normcase(os.path.abspath(path)) + os.sep for path in found)


_LIBRARIES = _libraries()


def is_library(path: str) -> bool:
    """Whether a file or a folder is the standard library's or an installed package's."""
    full = os.path.normcase(os.path.abspath(path)) + os.sep
    return full.startswith(_LIBRARIES) or not _INSTALLED.isdisjoint(full.split(os.sep))


def program(
    paths: Iterable[str | os.PathLike[str]] = (), native_coroutines: bool = False
) -> Policy:
    """The program's own code: all that is neither standard library nor installed package.

    `paths` are files and folders that count as its own wherever they are.
    """
    own = tuple(os.path.normcase(os.path.abspath(path)) for path in paths)

    def enters(name: str) -> bool:
        if name.startswith("<frozen "):
            return False
        if name.startswith("<"):
            return True
        path = os.path.normcase(os.path.abspath(name))
        if any(path == one or path.startswith(one + os.sep) for one in own):
            return True
        return not is_library(path)

    return Policy("program", enters, native_coroutines, (program, (own, native_coroutines)))


def matching(
    patterns: Sequence[str],
    paths: Sequence[str | os.PathLike[str]] = (),
    native_coroutines: bool = False,
) -> Policy:
    """The program's own code, and what the patterns name.

    A pattern is a file name pattern (`*/lib/foo*.py`) or a module's (`pkg`, `pkg.sub`,
    `pkg.*`), as `fnmatch` reads them.
    """
    globs: list[str] = []
    for pattern in patterns:
        if "/" in pattern or os.sep in pattern or pattern.endswith(".py"):
            globs.append(os.path.normcase(pattern))
        else:
            path = os.path.normcase(pattern.replace(".", "/"))
            base = path.removesuffix("*").rstrip("/" + os.sep)
            globs += (f"*/{base}.py", f"*/{base}/__init__.py") if base == path else ()
            globs.append(f"*/{base}/*")
    own = program(paths)
    made = matching, (tuple(patterns), tuple(os.fspath(path) for path in paths), native_coroutines)

    def enters(name: str) -> bool:
        path = os.path.normcase(name).replace(os.sep, "/")
        return own.enters_file(name) or any(fnmatchcase(path, glob) for glob in globs)

    return Policy("program, and " + ", ".join(patterns), enters, native_coroutines, made)
