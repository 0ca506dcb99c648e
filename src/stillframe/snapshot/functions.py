"""Functions by value, and what belongs to them: annotations, type parameters, caches.

Annotations that 3.14 hasn't evaluated stay so: the function that evaluates them is saved.
"""

import contextlib
import functools
import sys
import typing
from types import CellType, FunctionType
from typing import TYPE_CHECKING, Any

from stillframe.snapshot.kinds import reduces
from stillframe.snapshot.origin import Origin, origin_of

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer


def importable(obj: Any) -> bool:
    """Whether its module has it under its name. `__main__` is another program's tomorrow."""
    module, path = getattr(obj, "__module__", None), getattr(obj, "__qualname__", obj.__name__)
    if module == "__main__":
        return False
    found: Any = sys.modules.get(module) if isinstance(module, str) else None
    for part in path.split("."):
        found = getattr(found, part, None)
    return found is obj


_LAZY = sys.version_info >= (3, 14)
_NAMES = ("__name__", "__qualname__", "__module__", "__doc__", "__defaults__", "__kwdefaults__")


def reduce_function(function: FunctionType) -> Any:
    """A function: its code and globals, and all that it was given since."""
    names = tuple([getattr(function, name) for name in _NAMES])
    more: dict[str, Any] = {}
    annotate = getattr(function, "__annotate__", None)
    if annotate is not None and _CLASS_DICT in annotate.__code__.co_freevars:
        more["__annotations__"] = _evaluated(function)
    elif annotate is not None:
        more["__annotate__"] = annotate
    elif function.__annotations__:
        more["__annotations__"] = function.__annotations__
    if parameters := getattr(function, "__type_params__", ()):
        more["__type_params__"] = parameters
    origin = origin_of(function.__code__, function.__globals__)
    state = names, function.__dict__, more
    return _make_function, (origin, function.__closure__), state, None, None, _set_function


# What evaluates the annotations of a method looks at its class's own dict, which nobody can make.
_CLASS_DICT = "__classdict__"


def _evaluated(function: FunctionType) -> dict[str, Any]:
    """Annotations as far as they can be evaluated; the rest are forward references."""
    import annotationlib  # type: ignore[import-not-found]

    found: dict[str, Any] = annotationlib.get_annotations(
        function, format=annotationlib.Format.FORWARDREF
    )
    return found


def _make_function(origin: Origin, closure: tuple[CellType, ...] | None) -> FunctionType:
    return FunctionType(origin.code, origin.globals, None, None, closure)


def _set_function(function: FunctionType, state: tuple[Any, ...]) -> None:
    names, attributes, more = state
    for name, value in zip(_NAMES, names, strict=True):
        setattr(function, name, value)
    function.__dict__.update(attributes)
    for name, value in more.items():
        if name != "__annotate__" or _LAZY:
            setattr(function, name, value)
        else:  # of a later Python: what can't be evaluated now never will be
            with contextlib.suppress(Exception):
                function.__annotations__ = value(1)


@reduces(type(functools.lru_cache(importable)))
def _reduce_cached(function: Any, freezer: "Freezer") -> Any:
    """What `functools.lru_cache` made; its cache begins empty."""
    if importable(function):
        return function.__reduce__()
    made = function.__wrapped__, function.cache_parameters()
    return _make_cached, made, function.__dict__


def _make_cached(function: Any, parameters: dict[str, Any]) -> Any:
    return functools.lru_cache(**parameters)(function)


def _reduce_parameter(parameter: Any, freezer: "Freezer") -> Any:
    """A type parameter, as PEP 695 makes them; older ones are cloudpickle's."""
    if importable(parameter) or not getattr(parameter, "__infer_variance__", True):
        return NotImplemented
    options: dict[str, Any] = {}
    if (bound := getattr(parameter, "__bound__", None)) is not None:
        options["bound"] = bound
    if type(parameter) is not typing.TypeVarTuple and hasattr(parameter, "__infer_variance__"):
        options["infer_variance"] = True
    has_default = getattr(parameter, "has_default", None)
    if has_default is not None and has_default():
        options["default"] = parameter.__default__
    constraints = getattr(parameter, "__constraints__", ())
    arguments = parameter.__name__, constraints, options, parameter.__module__
    return _make_parameter, (type(parameter), *arguments)


def _make_parameter(
    kind: Any, name: str, constraints: tuple[Any, ...], options: dict[str, Any], module: str
) -> Any:
    made = kind(name, *constraints, **options)
    with contextlib.suppress(AttributeError):
        made.__module__ = module
    return made


def _reduce_alias(alias: Any, freezer: "Freezer") -> Any:
    """What a `type` statement makes; its value is evaluated."""
    if importable(alias):
        return NotImplemented
    return _make_alias, (alias.__name__, alias.__value__, alias.__type_params__)


def _make_alias(name: str, value: Any, parameters: tuple[Any, ...]) -> Any:
    return typing.TypeAliasType(name, value, type_params=parameters)  # type: ignore[attr-defined]


if sys.version_info >= (3, 12):
    reduces(typing.TypeVar, typing.ParamSpec, typing.TypeVarTuple)(_reduce_parameter)
    reduces(typing.TypeAliasType)(_reduce_alias)
