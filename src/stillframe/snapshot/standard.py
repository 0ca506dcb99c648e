"""Objects of the language and its library that pickle refuses, or loses something of."""

import functools
import operator
from types import FunctionType, MethodType, UnionType
from typing import TYPE_CHECKING, Any

from stillframe.native import KINDS
from stillframe.native.awaitables import STEPS, THROWING
from stillframe.snapshot.kinds import reduces

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer


def reduce_exception(error: BaseException) -> Any:
    """An exception with its traceback, cause and context, made without its `__init__`.

    That may want other arguments than `args` holds, and change what it is given.
    """
    reduced: Any = error.__reduce_ex__(2)
    if isinstance(reduced, str):
        return reduced
    make, arguments, *rest = reduced
    kind: Any = type(error)
    if kind.__reduce__ is BaseException.__reduce__ and type(kind.__init__) is FunctionType:
        make, arguments = _make_exception, (kind, arguments)
    state = (
        rest[0] if rest else None,
        error.__traceback__,
        error.__cause__,
        error.__context__,
        error.__suppress_context__,
    )
    return make, arguments, state, None, None, _set_exception


def _make_exception(kind: Any, arguments: tuple[Any, ...]) -> Any:
    native = next(base for base in kind.__mro__ if type(base.__init__) is not FunctionType)
    error = native.__new__(kind, *arguments)
    native.__init__(error, *arguments)
    return error


def _set_exception(error: BaseException, state: tuple[Any, ...]) -> None:
    attributes, traceback, cause, context, suppress = state
    if attributes:
        error.__setstate__(attributes)
    error.__traceback__ = traceback
    error.__cause__ = cause
    error.__context__ = context
    error.__suppress_context__ = suppress


@reduces(MethodType)
def _reduce_method(method: Any, freezer: "Freezer") -> Any:
    """A method of the machine's own generators is one of C's where a native one takes its place."""
    owner = method.__self__
    if type(owner) in KINDS or type(owner) in STEPS or type(owner) in THROWING:
        return getattr, (owner, method.__name__)
    return MethodType, (method.__func__, owner)


@reduces(type([].__len__))
def _reduce_method_wrapper(obj: Any, freezer: "Freezer") -> Any:
    return getattr, (obj.__self__, obj.__name__)


@reduces(UnionType)
def _reduce_union(union: Any, freezer: "Freezer") -> Any:
    """`int | None`: 3.14 says that it is made of `typing.Union`, which others hold for another."""
    return functools.reduce, (operator.or_, union.__args__)


@reduces(super)
def _reduce_super(obj: Any, freezer: "Freezer") -> Any:
    return _make_super, (obj.__thisclass__, obj.__self__)


def _make_super(kind: type, owner: Any) -> Any:
    return super(kind, owner)


@reduces(memoryview)
def _reduce_view(view: memoryview, freezer: "Freezer") -> Any:
    """A view of a whole object goes on being one; a part of it is copied."""
    owner: Any = view.obj
    if type(owner) not in (bytes, bytearray) or len(owner) != view.nbytes:
        owner = view.tobytes() if view.readonly else bytearray(view.tobytes())
    return _make_view, (owner, view.format, view.shape, view.readonly)


def _make_view(owner: Any, format: str, shape: tuple[int, ...], readonly: bool) -> memoryview:
    view = memoryview(owner).cast("B")
    if (format, len(shape)) != ("B", 1):
        view = view.cast(format, shape)  # type: ignore[call-overload]
    return view.toreadonly() if readonly else view
