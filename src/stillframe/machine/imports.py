"""Imports: the bodies of the program's own modules run on the machine.

A module that is already there is given at once. Else importlib's own Python code runs on the
machine like any other; where it executes the module's code, that opens a frame.
"""

import builtins
import importlib._bootstrap as bootstrap
import sys
from types import FunctionType, TracebackType
from typing import Any, cast

from stillframe.machine.assemble import BLOCK_FILE
from stillframe.machine.call import call, call_function
from stillframe.machine.frame import Frame
from stillframe.machine.host import call_natively
from stillframe.machine.intrinsics import intrinsic
from stillframe.machine.resume import Resumer
from stillframe.machine.tracebacks import is_importlib


def import_name(frame: Frame, name: str, fromlist: Any, level: Any) -> Any:
    """IMPORT_NAME: through `__import__` of the frame's builtins."""
    function = frame.builtins.get("__import__")
    if function is None:
        raise ImportError("__import__ not found")
    arguments = (name, frame.globals, frame.locals, fromlist, level)
    if function is builtins.__import__:
        return import_call(frame, arguments, {})
    return call(frame, function, arguments)


@intrinsic(builtins.__import__)
def import_call(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """__import__(name, globals, locals, fromlist, level)."""
    names = ("name", "globals", "locals", "fromlist", "level")
    arguments = dict(zip(names, args, strict=False)) | kwargs
    name, level = arguments.get("name"), arguments.get("level", 0)
    globals = arguments.get("globals")
    sound = isinstance(name, str) and isinstance(level, int) and level >= 0 and len(args) <= 5
    if level and not isinstance((globals or {}).get("__package__", ""), (str, type(None))):
        sound = False
    if not sound or not isinstance(name, str):
        return call_natively(frame, builtins.__import__, args, kwargs)
    if level == 0 and _native(frame, name, arguments.get("fromlist") or ()):
        return call_natively(frame, builtins.__import__, args, kwargs)
    return call_function(
        frame,
        cast(FunctionType, bootstrap.__import__),
        (name, globals, None, arguments.get("fromlist") or (), level),
        {},
        IMPORT,
    )


def _native(frame: Frame, name: str, fromlist: Any) -> bool:
    """Whether no code that the machine enters can run: all is there, or is a library's."""
    module = sys.modules.get(name)
    if module is not None:
        spec = getattr(module, "__spec__", None)
        if not getattr(spec, "_initializing", False) and (
            not hasattr(module, "__path__") or all(hasattr(module, one) for one in fromlist)
        ):
            return True
    top = name.partition(".")[0]
    return top in sys.stdlib_module_names and frame.policy.name != "everything"


class Import(Resumer):
    """An import: importlib's own frames are cut from the traceback of a failure."""

    __slots__ = ()

    def raised(self, caller: Frame | None, error: BaseException) -> Frame | None:
        error.__traceback__ = trimmed(error, error.__traceback__)
        return None


IMPORT = Import()


def trimmed(error: BaseException, traceback: TracebackType | None) -> TracebackType | None:
    """Without importlib's entries, as remove_importlib_frames in Python/import.c."""
    always = isinstance(error, ImportError)
    kept: list[TracebackType] = []
    chunk = 0
    inside = False
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if is_importlib(code):
            if not inside:
                chunk = len(kept)
            inside = True
            kept.append(traceback)
            if always or code.co_name == "_call_with_frames_removed":
                del kept[chunk:]
        else:
            inside = False
            kept.append(traceback)
        traceback = traceback.tb_next
    for one, following in zip(kept, [*kept[1:], None], strict=False):
        one.tb_next = following
    return kept[0] if kept else None


def import_from(module: Any, name: str) -> Any:
    """IMPORT_FROM (import_from in Python/ceval.c)."""
    try:
        return getattr(module, name)
    except AttributeError:
        pass
    package = getattr(module, "__name__", None)
    if isinstance(package, str):
        found = sys.modules.get(f"{package}.{name}")
        if found is not None:
            return found
    # Something is wrong: natively, the same statement gives the same error.
    namespace: dict[str, Any] = {"__builtins__": {"__import__": lambda *args: module}}
    exec(compile(f"from module import {name}", BLOCK_FILE, "exec", dont_inherit=True), namespace)
    return namespace[name]


def import_star(frame: Frame, module: Any) -> None:
    """from module import * (import_all_from in Python/ceval.c)."""
    target = frame.locals
    if target is None:
        raise SystemError("no locals found during 'import *'")
    names = getattr(module, "__all__", None)
    skip = names is None
    if names is None:
        namespace = getattr(module, "__dict__", None)
        if namespace is None:
            raise ImportError("from-import-* object has no __dict__ and no __all__")
        names = list(namespace.keys())
    for name in names:
        if not isinstance(name, str):
            where = "Key" if skip else "Item"
            place = "__dict__" if skip else "__all__"
            raise TypeError(
                f"{where} in {getattr(module, '__name__', module)}.{place} must be str,"
                f" not {type(name).__name__}"
            )
        if skip and name.startswith("_"):
            continue
        target[name] = getattr(module, name)
