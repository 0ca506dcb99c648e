"""Names, attributes and imports."""

import builtins as _builtins
import keyword
from typing import Any

from stillframe.bytecode import Instruction
from stillframe.machine.assemble import EMITTERS, HELPERS, TEMPLATES, Assembler
from stillframe.machine.frame import NULL, Frame
from stillframe.machine.imports import import_from, import_name, import_star

TEMPLATES |= {
    "LOAD_COMMON_CONSTANT": "{value} = common_constant({arg!r})",
    "LOAD_NAME": "{value} = load_name(frame, {arg!r})",
    "STORE_NAME": "load_locals(frame)[{arg!r}] = {value}",
    "DELETE_NAME": "delete_name(frame, {arg!r})",
    "LOAD_FROM_DICT_OR_GLOBALS": "{value}"
    " = load_from_mapping_or_globals(frame, {mapping}, {arg!r})",
    "STORE_GLOBAL": "frame.globals[{arg!r}] = {value}",
    "DELETE_GLOBAL": "delete_global(frame, {arg!r})",
    "LOAD_BUILD_CLASS": "{builder} = load_build_class(frame)",
    "SETUP_ANNOTATIONS": "setup_annotations(load_locals(frame))",
    "LOAD_SPECIAL": "{method}, {self_or_null} = load_special({owner}, {arg!r})",
    "BINARY_SUBSCR": "{value} = {container}[{sub}]",
    "STORE_SUBSCR": "{container}[{sub}] = {value}",
    "DELETE_SUBSCR": "del {container}[{sub}]",
    "BINARY_SLICE": "{value} = {container}[{start}:{stop}]",
    "STORE_SLICE": "{container}[{start}:{stop}] = {value}",
    "IMPORT_FROM": "{value} = import_from({module}, {arg!r})",
    "IMPORT_STAR": "import_star(frame, {module})",
}

_ATTRIBUTE = {
    "LOAD_ATTR": ("{value} = {owner}.{arg}", "{value} = getattr({owner}, {arg!r})"),
    "STORE_ATTR": ("{owner}.{arg} = {value}", "setattr({owner}, {arg!r}, {value})"),
    "DELETE_ATTR": ("del {owner}.{arg}", "delattr({owner}, {arg!r})"),
}


def attribute(asm: Assembler, instruction: Instruction) -> None:
    """obj.name; by getattr where the name can't be written so."""
    plain, general = _ATTRIBUTE[instruction.op]
    name = str(instruction.arg)
    writable = name.isidentifier() and name.isascii() and not keyword.iskeyword(name)
    asm.fill(plain if writable and name != "__debug__" else general, instruction)


def load_global(asm: Assembler, instruction: Instruction) -> None:
    asm.use("globals")
    asm.use("builtins")
    name = repr(instruction.arg)
    result = asm.temporary()
    asm.emit(
        f"{result} = globals[{name}] if {name} in globals else builtins[{name}]"
        f" if {name} in builtins else load_global(frame, {name})"
    )
    asm.push(result)


def super_attribute(asm: Assembler, instruction: Instruction) -> None:
    """super().name, with frames for a program's own `super`."""
    two = instruction.op == "LOAD_SUPER_ATTR"
    self, cls, sup = asm.pop(), asm.pop(), asm.pop()
    result = asm.temporary()
    asm.emit(f"frame.lasti = {asm.index}")
    asm.emit(f"{result} = super_attribute({sup}, {cls}, {self}, {instruction.arg!r}, {two})")
    asm.push(result)


def import_module(asm: Assembler, instruction: Instruction) -> None:
    """import: the module's body may open frames."""
    fromlist, level = asm.pop(), asm.pop()
    result = asm.temporary()
    asm.emit(f"frame.lasti = {asm.index}")
    asm.emit(f"{result} = import_name(frame, {instruction.arg!r}, {fromlist}, {level})")
    asm.emit(f"if {result} is SWITCH: {asm.leaving('return -1')}")
    asm.push(result)


EMITTERS |= {
    "LOAD_GLOBAL": load_global,
    "LOAD_ATTR": attribute,
    "STORE_ATTR": attribute,
    "DELETE_ATTR": attribute,
    "LOAD_SUPER_ATTR": super_attribute,
    "LOAD_ZERO_SUPER_ATTR": super_attribute,
    "IMPORT_NAME": import_module,
}


def _undefined(name: str) -> NameError:
    return NameError(f"name '{name}' is not defined", name=name)


def load_global_slowly(frame: Frame, name: str) -> Any:
    """From the builtins, which may be any mapping; NameError if it isn't there."""
    try:
        return frame.builtins[name]
    except KeyError:
        pass
    raise _undefined(name)


def load_name(frame: Frame, name: str) -> Any:
    """From the locals, the globals, the builtins."""
    mapping = frame.locals
    if mapping is None:
        raise SystemError(f"no locals when loading '{name}'")
    if mapping is frame.globals:
        value = frame.globals.get(name, NULL)
    else:
        return load_from_mapping_or_globals(frame, mapping, name)
    return value if value is not NULL else load_global_slowly(frame, name)


def load_from_mapping_or_globals(frame: Frame, mapping: Any, name: str) -> Any:
    """From a mapping, the globals, the builtins."""
    try:
        return mapping[name]
    except KeyError:
        pass
    value = frame.globals.get(name, NULL)
    return value if value is not NULL else load_global_slowly(frame, name)


def delete_name(frame: Frame, name: str) -> None:
    try:
        del frame.locals[name]
        return
    except KeyError:
        pass
    raise _undefined(name)


def delete_global(frame: Frame, name: str) -> None:
    try:
        del frame.globals[name]
        return
    except KeyError:
        pass
    raise _undefined(name)


def load_build_class(frame: Frame) -> Any:
    try:
        return frame.builtins["__build_class__"]
    except KeyError:
        pass
    raise NameError("__build_class__ not found")


def setup_annotations(mapping: Any) -> None:
    try:
        mapping["__annotations__"]
    except KeyError:
        mapping["__annotations__"] = {}


def load_special(owner: Any, name: str) -> tuple[Any, Any]:
    """A special method of the owner's type, bound (3.14's LOAD_SPECIAL)."""
    method = special(owner, name)
    if method is NULL:
        asynchronous = name in ("__aenter__", "__aexit__")
        protocol = f"{'asynchronous ' if asynchronous else ''}context manager protocol"
        missed = f" (missed {name} method)"
        text = f"'{type(owner).__name__}' object does not support the {protocol}{missed}"
        others = ("__enter__", "__exit__") if asynchronous else ("__aenter__", "__aexit__")
        if NULL not in (special(owner, others[0]), special(owner, others[1])):
            other = f"{'' if asynchronous else 'asynchronous '}context manager protocol"
            use = "with" if asynchronous else "async with"
            text += f" but it supports the {other}. Did you mean to use '{use}'?"
        raise TypeError(text)
    return method, NULL


def special(owner: Any, name: str) -> Any:
    """`name` looked up on the owner's type and bound, NULL if it isn't there."""
    kind = type(owner)
    for cls in kind.__mro__:
        if name in cls.__dict__:
            found = cls.__dict__[name]
            get = getattr(type(found), "__get__", None)
            return found if get is None else get(found, owner, kind)
    return NULL


def super_attribute_value(sup: Any, cls: Any, self: Any, name: str, two: bool) -> Any:
    """super().name; a `super` of the program's own is called as it was written."""
    if sup is super or two:
        return getattr(sup(cls, self), name)
    return getattr(sup(), name)


def common_constant(name: str) -> Any:
    """A builtin, whatever the program has done to its name."""
    return _COMMON[name]


_COMMON = {
    name: getattr(_builtins, name)
    for name in ("AssertionError", "NotImplementedError", "tuple", "all", "any", "list", "set")
}

HELPERS |= {
    "common_constant": common_constant,
    "delete_global": delete_global,
    "delete_name": delete_name,
    "import_from": import_from,
    "import_name": import_name,
    "import_star": import_star,
    "load_build_class": load_build_class,
    "load_from_mapping_or_globals": load_from_mapping_or_globals,
    "load_global": load_global_slowly,
    "load_name": load_name,
    "load_special": load_special,
    "setup_annotations": setup_annotations,
    "super_attribute": super_attribute_value,
}
