"""Types of C's that no module has under their name, such as that of `iter(print, None)`.

pickle would look for one in vain, and by value it can't be made. Some stand in a module under
another name, which is as good.
"""

import sys
from importlib import import_module
from types import (
    BuiltinFunctionType,
    ClassMethodDescriptorType,
    MethodDescriptorType,
    WrapperDescriptorType,
)
from typing import Any

from stillframe.errors import NotSaveable
from stillframe.machine.intrinsics import HEAP_TYPE
from stillframe.snapshot.functions import importable

_IMMUTABLE_TYPE = 1 << 8  # Py_TPFLAGS_IMMUTABLETYPE: no class statement makes one
_METHODS = (MethodDescriptorType, WrapperDescriptorType, ClassMethodDescriptorType)

# Modules that hold types of C's under names of their own; cloudpickle knows `types`.
_HOLDERS = "types", "_collections_abc", "_thread"


# Types that no module holds, with the function of a module that gives an object of one.
_MAKERS = {"decimal.ContextManager": ("decimal", "localcontext")}


def reduce_type(kind: type) -> Any:
    """What the pickler is to write for a type of C's that isn't found under its name.

    NotImplemented for any other, NotSaveable for one that isn't found at all.
    """
    if importable(kind) or not is_of_c(kind):
        return NotImplemented
    maker = _MAKERS.get(f"{kind.__module__}.{kind.__qualname__}")
    if maker is not None:
        return type_made_by, maker
    for name in _HOLDERS:
        module = sys.modules.get(name)
        for attribute, held in list(vars(module).items()) if module is not None else ():
            if held is kind:
                return type_in, (name, attribute)
    raise NotSaveable(
        "a type of C's that no module has under its name cannot be saved; don't keep it, ask for "
        "the type() of such an object where it is needed"
    )


def type_in(module: str, name: str) -> Any:
    """The type that a module holds under a name."""
    return getattr(import_module(module), name)


def type_made_by(module: str, name: str) -> type:
    """The type of what a function of a module gives."""
    return type(getattr(import_module(module), name)())


def is_of_c(kind: type) -> bool:
    """Whether a type was made by C, not by a class statement or a call of its metaclass."""
    if kind.__flags__ & (HEAP_TYPE | _IMMUTABLE_TYPE) != HEAP_TYPE:
        return True
    held = type.__getattribute__(kind, "__dict__")
    new = held.get("__new__")
    return (type(new) is BuiltinFunctionType and new.__self__ is kind) or any(
        type(one) in _METHODS and one.__objclass__ is kind for one in held.values()
    )
