"""What a program's own modules hold, in the order in which it is put back.

Making objects again may run the program's code: an `__hash__`, a `__setstate__`. So first come
all names in their order, with the plain values; then functions, classes and modules; then the
rest, which by then finds its module nearly whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any, final

from stillframe.snapshot.explain import Steps

_OF_IMPORT = frozenset(("__spec__", "__loader__", "__builtins__", "__path__", "__cached__"))
_PLAIN = frozenset((str, bytes, int, float, complex, bool, type(None)))


@final
class Contents(Steps):
    """Names of a module and what they lead to; the ``first`` have all names in their order."""

    def __init__(self, module: ModuleType, items: dict[str, Any], first: bool) -> None:
        self.module = module
        self.items = items
        self.first = first

    def __reduce__(self) -> Any:
        empty = _emptied if self.first else _namespace
        return empty, (vars(self.module),), None, None, iter(self.items.items())

    def steps(self) -> Iterator[tuple[str, Any]]:
        for name, value in self.items.items():
            yield f"global {name!r}", value


def _emptied(namespace: dict[str, Any]) -> dict[str, Any]:
    namespace.clear()
    return namespace


def _namespace(namespace: dict[str, Any]) -> dict[str, Any]:
    return namespace


@final
class Cached:
    """Stands for a module's `__cached__`, which is a path of each Python's own."""

    def __init__(self, module: ModuleType) -> None:
        self.spec = module.__spec__

    def __reduce__(self) -> Any:
        return _cached, (self.spec,)


def _cached(spec: Any) -> Any:
    return spec.cached


@final
class Kind:
    """A module's own class, where it has one: `sys.modules[__name__].__class__ = Special`."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module

    def __reduce__(self) -> Any:
        return _set_kind, (self.module, type(self.module))


def _set_kind(module: Any, kind: type) -> None:
    module.__class__ = kind


@final
class Program(Steps):
    """The contents of all own modules, and what else is saved with them."""

    def __init__(self, modules: list[ModuleType], **others: Any) -> None:
        parts: list[list[Contents]] = [[], [], []]
        for module in modules:
            for part, items in zip(parts, _parted(module), strict=True):
                part.append(Contents(module, items, part is parts[0]))
        kinds = [Kind(module) for module in modules if type(module) is not ModuleType]
        self.parts = [*parts[0], *parts[1], *kinds, *parts[2]]
        self.others = others

    def __reduce__(self) -> Any:
        return _others, (self.parts, self.others)

    def steps(self) -> Iterator[tuple[str, Any]]:
        for part in self.parts:
            if isinstance(part, Contents):
                yield f"module {part.module.__name__}", part
        for name, value in self.others.items():
            if isinstance(value, Steps):
                yield from value.steps()
            yield name, value


def _others(parts: list[Any], others: dict[str, Any]) -> dict[str, Any]:
    return others


def _parted(module: ModuleType) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    plain: dict[str, Any] = {}
    code: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    spec = vars(module).get("__spec__")
    for name, value in list(vars(module).items()):
        if name == "__cached__" and spec is not None and value == spec.cached:
            value = Cached(module)
        plain[name] = value if type(value) in _PLAIN or name in _OF_IMPORT else None
        if isinstance(value, FunctionType | ModuleType | type):
            code[name] = value
        elif plain[name] is not value:
            rest[name] = value
    return plain, code, rest
