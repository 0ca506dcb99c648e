"""Globals by value: those of code that no importable module holds.

A namespace goes into a snapshot once, empty, and is filled by each code object that has it: with
the globals that the code names. So functions that shared their globals share them afterwards.
"""

import sys
from collections.abc import Iterator
from types import CodeType, ModuleType
from typing import Any, final

from stillframe.bytecode import decode
from stillframe.snapshot.identity import ByIdentity

# LOAD_NAME is what a class body does; it ends at the globals.
_GLOBAL = frozenset(("LOAD_GLOBAL", "STORE_GLOBAL", "DELETE_GLOBAL", "LOAD_NAME"))
_OF_A_MODULE = ("__name__", "__package__", "__file__", "__path__")


@final
class Namespace:
    """Stands for a globals dict while pickling; what is unpickled is a dict."""

    __slots__ = ("globals",)

    def __init__(self, globals: dict[str, Any]) -> None:
        self.globals = globals

    def __reduce__(self) -> Any:
        named = {name: self.globals[name] for name in _OF_A_MODULE if name in self.globals}
        return _namespace, (named,)


def _namespace(named: dict[str, Any]) -> dict[str, Any]:
    return {"__builtins__": __builtins__, **named}


def needed(code: CodeType, globals: dict[str, Any]) -> tuple[dict[str, Any], list[ModuleType]]:
    """The globals that code names, and the submodules that it reaches through them."""
    names, attributes = _names(code)
    values = {name: globals[name] for name in sorted(names) if name in globals}
    modules = [value for value in values.values() if isinstance(value, ModuleType)]
    return values, [one for module in modules for one in _submodules(module, attributes)]


def _submodules(module: ModuleType, attributes: frozenset[str]) -> Iterator[ModuleType]:
    """Those that are imported, and whose names the code has: `xml.etree` for `xml`."""
    package = f"{module.__name__}."
    for name, submodule in list(sys.modules.items()):
        if (
            name.startswith(package)
            and attributes.issuperset(name.removeprefix(package).split("."))
            and isinstance(submodule, ModuleType)
        ):
            yield submodule


_names_of: ByIdentity[tuple[frozenset[str], frozenset[str]]] = ByIdentity()


def _names(code: CodeType) -> tuple[frozenset[str], frozenset[str]]:
    """The global names that code and what is nested in it use, and the attributes."""
    known = _names_of.get(code)
    if known is None:
        canonical = decode(code)
        names, attributes = set[str](), set[str]()
        for one in canonical.instructions:
            if isinstance(one.arg, str):
                (names if one.op in _GLOBAL else attributes).add(one.arg)
        for constant in canonical.constants:
            if type(constant) is CodeType:
                inner_names, inner_attributes = _names(constant)
                names |= inner_names
                attributes |= inner_attributes
        known = frozenset(names), frozenset(attributes)
        _names_of.put(code, known)
    return known
