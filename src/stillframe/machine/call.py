"""Calls: entering Python functions, leaving to C.

A call of a function that the policy enters opens a frame (and gives SWITCH); any other runs
natively, and so do the calls that it makes back.
"""

from types import (
    BuiltinFunctionType,
    ClassMethodDescriptorType,
    FunctionType,
    MethodDescriptorType,
    MethodType,
    MethodWrapperType,
    WrapperDescriptorType,
)
from typing import Any

from stillframe.machine.frame import (
    CO_OPTIMIZED,
    CO_VARARGS,
    CO_VARKEYWORDS,
    MAKES_GENERATOR,
    NULL,
    Frame,
)
from stillframe.machine.host import call_natively, evaluate_from_host
from stillframe.machine.intrinsics import INTRINSICS, ordinary_class
from stillframe.machine.recursion import LIMIT
from stillframe.machine.resume import SWITCH, Host, Resumer
from stillframe.machine.translation import Translation

# C functions: they see no frames, but for those in INTRINSICS.
DIRECT = frozenset(
    {
        BuiltinFunctionType,
        MethodDescriptorType,
        MethodWrapperType,
        WrapperDescriptorType,
        ClassMethodDescriptorType,
    }
)


def call(frame: Frame, callable: Any, args: tuple[Any, ...]) -> Any:
    """callable(*args): its value, or SWITCH when a frame was opened for it."""
    kind = type(callable)
    if kind is MethodType:
        args = (callable.__self__, *args)
        callable = callable.__func__
        kind = type(callable)
    if kind is FunctionType:
        target = frame.policy.targets.get(id(callable.__code__))
        if type(target) is Translation and target.plain and len(args) == target.argcount:
            # Most calls; the others take the way through `call_function`.
            new = Frame(
                target,
                [*args, *target.unbound],
                callable.__globals__,
                callable.__builtins__,
                frame.policy,
                callable,
                None,
                frame,
            )
            if new.depth >= LIMIT.depth:
                raise LIMIT.exceeded()
            frame.switch = new
            return SWITCH
        return call_function(frame, callable, args, {}, None)
    return call_object(frame, callable, kind, args, {})


def call_keywords(
    frame: Frame, callable: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """callable(*args, **kwargs): its value, or SWITCH when a frame was opened for it."""
    kind = type(callable)
    if kind is MethodType:
        args = (callable.__self__, *args)
        callable = callable.__func__
        kind = type(callable)
    if kind is FunctionType:
        return call_function(frame, callable, args, kwargs, None)
    return call_object(frame, callable, kind, args, kwargs)


def call_starred(frame: Frame, callable: Any, args: Any, kwargs: Any) -> Any:
    """callable(*args, **kwargs) where `args` may be any iterable."""
    if type(args) is not tuple:
        message = None
        try:
            args = tuple(args)
        except TypeError:
            kind = type(args)
            if hasattr(kind, "__iter__") or hasattr(kind, "__getitem__"):
                raise
            message = (
                f"{callable_name(callable)} argument after * must be an iterable,"
                f" not {kind.__name__}"
            )
        if message is not None:
            raise TypeError(message)
    if kwargs:
        return call_keywords(frame, callable, args, kwargs)
    return call(frame, callable, args)


def callable_name(callable: Any) -> str:
    """How CPython names a callable in errors (_PyObject_FunctionStr)."""
    try:
        qualname = callable.__qualname__
    except AttributeError:
        return str(callable)
    module = getattr(callable, "__module__", None)
    if module is not None and module != "builtins":
        return f"{module}.{qualname}()"
    return f"{qualname}()"


def call_function(
    frame: Frame,
    function: FunctionType,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    resumer: Resumer | None,
) -> Any:
    """Call a Python function; `resumer` says what its result means, None: push it."""
    target = frame.policy.target(function.__code__)
    if type(target) is Translation:
        fast = bind(function, target, args, kwargs)
        if fast is not None:
            return enter(frame, function, target, fast, resumer)
        # The arguments don't fit: let CPython say why.
    elif target is not None:
        return target(frame, args, kwargs)
    return call_natively(frame, function, args, kwargs)


def enter(
    caller: Frame,
    function: FunctionType,
    translation: Translation,
    fast: list[Any],
    resumer: Resumer | None,
    locals: Any = None,
) -> Any:
    """Open a frame for a call, linked to its caller; the loop goes on there."""
    if locals is None and not translation.code.flags & CO_OPTIMIZED:
        locals = function.__globals__
    frame = Frame(
        translation,
        fast,
        function.__globals__,
        builtins_of(function),
        caller.policy,
        function,
        locals,
    )
    return link(caller, frame, resumer)


def builtins_of(function: Any) -> dict[str, Any]:
    """The builtins of a Python function."""
    return function.__builtins__  # type: ignore[no-any-return]


def link(caller: Frame, frame: Frame, resumer: Resumer | None) -> Any:
    """Hang a new frame into the call chain below its caller."""
    depth = caller.depth + 1
    if depth >= LIMIT.depth:
        raise LIMIT.exceeded()
    frame.depth = depth
    frame.back = caller
    frame.exc_info = caller.exc_info
    frame.resumer = resumer
    caller.switch = frame
    return SWITCH


def call_object(
    frame: Frame, callable: Any, kind: type, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """Call anything that isn't a Python function or a bound method of one."""
    if kind in DIRECT:
        intrinsic = INTRINSICS.get(callable)
        if intrinsic is not None:
            return intrinsic(frame, args, kwargs)
        return callable(*args, **kwargs)
    if isinstance(callable, type) and isinstance(kind, type) and issubclass(kind, type):
        if kind is type:
            intrinsic = INTRINSICS.get(callable)
            if intrinsic is not None:
                return intrinsic(frame, args, kwargs)
        return call_class(frame, callable, kind, args, kwargs)
    method = getattr(kind, "__call__", None)  # noqa: B004 (what calling runs)
    if type(method) is FunctionType:
        return call_function(frame, method, (callable, *args), kwargs, None)
    return call_natively(frame, callable, args, kwargs)


def call_class(
    frame: Frame, cls: Any, kind: type, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """cls(*args, **kwargs): frames for `__call__`, `__new__` and `__init__` in Python."""
    meta_call = getattr(kind, "__call__")  # noqa: B004, B009
    if type(meta_call) is FunctionType:
        return call_function(frame, meta_call, (cls, *args), kwargs, None)
    if ordinary_class(cls):
        return cls(*args, **kwargs)
    new = type.__getattribute__(cls, "__new__") if kind is type else cls.__new__
    if new is object.__new__:
        init = type.__getattribute__(cls, "__init__") if kind is type else cls.__init__
        if type(init) is FunctionType and type(frame.policy.target(init.__code__)) is Translation:
            instance = object.__new__(cls)
            return call_function(frame, init, (instance, *args), kwargs, Init(instance))
    return call_natively(frame, cls, args, kwargs)


class Init(Resumer):
    """`__init__` called by a class: the call's value is the new instance."""

    __slots__ = ("instance",)

    def __init__(self, instance: Any) -> None:
        self.instance = instance

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        if value is not None:
            text = f"__init__() should return None, not '{type(value).__name__}'"
            return self.failed(caller, TypeError(text))
        return super().returned(caller, self.instance)


def call_special(frame: Frame, method: Any, owner: Any) -> Any:
    """method(owner), at once: natively, but ours makes the generators of our functions."""
    if type(method) is FunctionType and method.__code__.co_flags & MAKES_GENERATOR:
        target = frame.policy.target(method.__code__)
        if type(target) is Translation:
            fast = bind(method, target, (owner,), {})
            if fast is not None:
                enter(frame, method, target, fast, None)
                new, frame.switch = frame.switch, None
                assert new is not None
                outcome = Host()
                new.back, new.resumer = None, outcome
                evaluate_from_host(new, outcome)
                return outcome.value
    return method(owner)


def bind(
    function: FunctionType,
    translation: Translation,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> list[Any] | None:
    """The fast locals at the start of a call (initialize_locals in Python/ceval.c).

    None when the arguments don't fit: CPython's own call then gives the error.
    """
    code = translation.code
    argcount, kwonly = code.argcount, code.kwonlyargcount
    total = argcount + kwonly
    fast: list[Any] = [NULL] * len(code.slots)
    given = len(args)
    fast[: min(given, argcount)] = args[:argcount]
    if code.flags & CO_VARARGS:
        fast[total] = args[argcount:]
    elif given > argcount:
        return None
    if code.flags & CO_VARKEYWORDS:
        extra: dict[str, Any] | None = {}
        fast[total + (1 if code.flags & CO_VARARGS else 0)] = extra
    else:
        extra = None
    if kwargs:
        names = code.slots[code.posonlyargcount : total]
        for name, value in kwargs.items():
            if name in names:
                slot = names.index(name) + code.posonlyargcount
                if fast[slot] is not NULL:
                    return None
                fast[slot] = value
            elif extra is None or not isinstance(name, str):
                return None
            else:
                extra[name] = value
    if given < argcount:
        defaults = function.__defaults__ or ()
        first = argcount - len(defaults)
        for slot in range(given, argcount):
            if fast[slot] is NULL:
                if slot < first:
                    return None
                fast[slot] = defaults[slot - first]
    if kwonly:
        kwdefaults = function.__kwdefaults__ or {}
        for slot in range(argcount, total):
            if fast[slot] is NULL:
                name = code.slots[slot]
                if name not in kwdefaults:
                    return None
                fast[slot] = kwdefaults[name]
    return fast
