"""`exec` and `eval` open a frame for the code that they are given (Python/bltinmodule.c)."""

import builtins
from collections.abc import Callable
from types import CodeType, FunctionType, ModuleType
from typing import Any

from stillframe.machine.call import link
from stillframe.machine.frame import NULL, Frame
from stillframe.machine.host import _FUTURE_FLAGS, call_natively
from stillframe.machine.intrinsics import intrinsic
from stillframe.machine.locals import local_namespace
from stillframe.machine.resume import Resumer
from stillframe.machine.translation import Translation


class Exec(Resumer):
    """exec(): its value is None."""

    __slots__ = ()

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        return super().returned(caller, None)


_EXEC = Exec()


def execute(
    frame: Frame, builtin: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """exec(...) or eval(...); what isn't right is left to the builtin itself to refuse."""
    arguments: dict[str, Any] = (
        dict(zip(("source", "globals", "locals"), args, strict=False)) | kwargs
    )
    source: Any = arguments.get("source")
    globals, locals = arguments.get("globals"), arguments.get("locals")
    closure = arguments.get("closure")
    if globals is None:
        globals = frame.globals
        if locals is None:
            locals = local_namespace(frame)
    elif locals is None:
        locals = globals
    sound = (
        isinstance(globals, dict)
        and hasattr(type(locals), "__getitem__")
        and isinstance(source, (str, bytes, bytearray, memoryview, CodeType))
        and set(arguments) <= {"source", "globals", "locals", "closure"}
        and len(args) <= 3
        and isinstance(closure, tuple | None)
    )
    if not sound:
        return builtin(*args, **kwargs)
    globals.setdefault("__builtins__", frame.builtins)
    if not isinstance(source, CodeType):
        mode = builtin.__name__
        if mode == "eval" and isinstance(source, str):
            source = source.lstrip(" \t")
        elif mode == "eval":
            source = bytes(source).lstrip(b" \t")
        flags = frame.f_code.co_flags & _FUTURE_FLAGS
        source = compile(source, "<string>", mode, flags, dont_inherit=True)
        sound = closure is None
    if (
        not sound
        or len(source.co_freevars) != len(closure or ())
        or (builtin is eval and closure is not None)
    ):
        return builtin(*args, **kwargs)
    extra = {} if closure is None else {"closure": closure}
    if builtin is eval and type(frame.policy.target(source)) is Translation:
        return open_frame(frame, source, globals, locals, None, closure)
    if type(frame.policy.target(source)) is Translation:
        return open_frame(frame, source, globals, locals, _EXEC, closure)
    return call_natively(frame, builtin, (source, globals, locals), extra)


@intrinsic(builtins.exec)
def exec_(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return execute(frame, exec, args, kwargs)


@intrinsic(builtins.eval)
def eval_(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return execute(frame, eval, args, kwargs)


def builtins_of(globals: dict[str, Any], otherwise: dict[str, Any]) -> dict[str, Any]:
    """The builtins that code with these globals sees."""
    found = globals.get("__builtins__", otherwise)
    return found.__dict__ if isinstance(found, ModuleType) else found


def open_frame(
    caller: Frame,
    code: CodeType,
    globals: dict[str, Any],
    locals: Any,
    resumer: Resumer | None,
    closure: tuple[Any, ...] | None = None,
) -> Any:
    """A frame for a code object with namespaces of its own, hung below the caller."""
    target = caller.policy.target(code)
    assert isinstance(target, Translation)
    function = FunctionType(code, globals, None, None, closure) if closure else None
    fast = [NULL] * len(target.code.slots)
    names = builtins_of(globals, caller.builtins)
    frame = Frame(target, fast, globals, names, caller.policy, function, locals)
    return link(caller, frame, resumer)
