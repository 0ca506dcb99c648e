"""Operators, and the building and taking apart of values."""

import sys
from typing import Any

from stillframe.bytecode import Instruction
from stillframe.machine.assemble import EMITTERS, HELPERS, TEMPLATES, Assembler
from stillframe.machine.call import callable_name

TEMPLATES |= {
    "UNARY_NEGATIVE": "{res} = -{value}",
    "UNARY_POSITIVE": "{res} = +{value}",
    "UNARY_INVERT": "{res} = ~{value}",
    "UNARY_NOT": "{res} = not {value}",
    "TO_BOOL": "{res} = True if {value} else False",
    "COMPARE_OP": "{res} = {lhs} {arg} {rhs}",
    "IS_OP": "{res} = {lhs} {arg} {rhs}",
    "CONTAINS_OP": "{res} = {lhs} {arg} {rhs}",
    "BUILD_LIST": "{res} = [{values}]",
    "BUILD_CONST_KEY_MAP": "{res} = dict(zip({keys}, ({values},)))",
    "BUILD_SLICE": "{res} = slice({values})",
    "LIST_APPEND": "{list}.append({value})",
    "SET_ADD": "{set}.add({value})",
    "MAP_ADD": "{map}[{key}] = {value}",
    "LIST_EXTEND": "list_extend({list}, {iterable})",
    "SET_UPDATE": "{set}.update({iterable})",
    "DICT_UPDATE": "dict_update({map}, {mapping})",
    "DICT_MERGE": "dict_merge({callable}, {map}, {mapping})",
    "LIST_TO_TUPLE": "{tuple} = tuple({list})",
    "FORMAT_SIMPLE": "{text} = format({value})",
    "FORMAT_WITH_SPEC": "{text} = format({value}, {spec})",
    "BUILD_TEMPLATE": "{template} = build_template({strings}, {interpolations})",
    "GET_LEN": "{length} = len({value})",
    "MATCH_MAPPING": "{res} = (type({subject}).__flags__ & 0x40) != 0",
    "MATCH_SEQUENCE": "{res} = (type({subject}).__flags__ & 0x20) != 0",
    "MATCH_KEYS": "{values_or_none} = match_keys({subject}, {keys})",
    "MATCH_CLASS": "{attrs} = match_class({subject}, {type}, {arg}, {names})",
}


def binary_op(asm: Assembler, instruction: Instruction) -> None:
    if str(instruction.arg).endswith("="):
        asm.fill("{res} = {lhs}\n{res} {arg} {rhs}", instruction)
    else:
        asm.fill("{res} = {lhs} {arg} {rhs}", instruction)


def _build(one: str, none: str) -> Any:
    def build(asm: Assembler, instruction: Instruction) -> None:
        asm.fill(f"{{res}} = {one if instruction.arg else none}", instruction)

    return build


def build_map(asm: Assembler, instruction: Instruction) -> None:
    assert isinstance(instruction.arg, int)
    values = [asm.pop() for _ in range(2 * instruction.arg)][::-1]
    pairs = ", ".join(
        f"{key}: {value}" for key, value in zip(values[::2], values[1::2], strict=True)
    )
    result = asm.temporary()
    asm.emit(f"{result} = {{{pairs}}}")
    asm.push(result)


_CONVERSIONS = {1: "str", 2: "repr", 3: "ascii"}


def convert_value(asm: Assembler, instruction: Instruction) -> None:
    assert isinstance(instruction.arg, int)
    asm.fill(f"{{text}} = {_CONVERSIONS[instruction.arg]}({{value}})", instruction)


def build_interpolation(asm: Assembler, instruction: Instruction) -> None:
    assert isinstance(instruction.arg, int)
    spec = asm.pop() if instruction.arg & 1 else "''"
    text, value = asm.pop(), asm.pop()
    conversion = {0: None, 1: "s", 2: "r", 3: "a"}[instruction.arg >> 2]
    result = asm.temporary()
    asm.emit(f"{result} = build_interpolation({value}, {text}, {conversion!r}, {spec})")
    asm.push(result)


def unpack_sequence(asm: Assembler, instruction: Instruction) -> None:
    assert isinstance(instruction.arg, int)
    sequence = asm.pop()
    names = [asm.temporary(i, [sequence]) for i in range(instruction.arg)]
    targets = ", ".join(reversed(names))
    if instruction.arg:
        asm.emit(f"{targets}{',' if len(names) == 1 else ''} = {sequence}")
    else:
        asm.emit(f"[] = {sequence}")
    asm.virtual += names


def unpack_ex(asm: Assembler, instruction: Instruction) -> None:
    assert isinstance(instruction.arg, int)
    before, after = instruction.arg & 255, instruction.arg >> 8
    sequence = asm.pop()
    names = [asm.temporary(i, [sequence]) for i in range(before + after + 1)]
    targets = names[::-1]
    targets[before] = "*" + targets[before]
    asm.emit(f"{', '.join(targets)}, = {sequence}")
    asm.virtual += names


EMITTERS |= {
    "BINARY_OP": binary_op,
    "BUILD_TUPLE": _build("({values},)", "()"),
    "BUILD_SET": _build("{{{values}}}", "set()"),
    "BUILD_STRING": _build("''.join(({values},))", "''"),
    "BUILD_MAP": build_map,
    "BUILD_INTERPOLATION": build_interpolation,
    "CONVERT_VALUE": convert_value,
    "UNPACK_SEQUENCE": unpack_sequence,
    "UNPACK_EX": unpack_ex,
}


def list_extend(target: list[Any], iterable: Any) -> None:
    """[*iterable]: the TypeError of what isn't iterable is the star's own."""
    try:
        target.extend(iterable)
        return
    except TypeError:
        kind = type(iterable)
        if hasattr(kind, "__iter__") or hasattr(kind, "__getitem__"):
            raise
    raise TypeError(f"Value after * must be an iterable, not {kind.__name__}")


def dict_update(target: dict[Any, Any], mapping: Any) -> None:
    """{**mapping}."""
    try:
        target.update(**{}) if not hasattr(mapping, "keys") else target.update(mapping)
        if hasattr(mapping, "keys"):
            return
    except AttributeError:
        if hasattr(mapping, "keys"):
            raise
    raise TypeError(f"'{type(mapping).__name__}' object is not a mapping")


def dict_merge(callable: Any, target: dict[Any, Any], mapping: Any) -> None:
    """f(**mapping): keyword arguments may not come twice."""
    twice = None
    try:
        for key in mapping.keys():  # noqa: SIM118 (any object with keys() will do)
            if key in target:
                twice = KeyError(key)
                raise twice
            target[key] = mapping[key]
        return
    except AttributeError:
        text = f"argument after ** must be a mapping, not {type(mapping).__name__}"
    except KeyError as error:
        # 3.12 and later take any KeyError of the mapping's for a key that came twice.
        if len(error.args) != 1 or (sys.version_info < (3, 12) and error is not twice):
            raise
        text = f"got multiple values for keyword argument '{error.args[0]}'"
    raise TypeError(f"{callable_name(callable)} {text}")


def match_keys(subject: Any, keys: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """The values under the keys, or None (match_keys in Python/ceval.c)."""
    seen: set[Any] = set()
    values: list[Any] = []
    missing = object()
    get = subject.get if keys else None
    for key in keys:
        if key in seen:
            raise ValueError(f"mapping pattern checks duplicate key ({key!r})")
        seen.add(key)
        value = get(key, missing)  # type: ignore[misc]
        if value is missing:
            return None
        values.append(value)
    return tuple(values)


def match_class(
    subject: Any, kind: Any, positional: int, names: tuple[str, ...]
) -> tuple[Any, ...] | None:
    """The attributes that a class pattern asks for, or None (match_class in Python/ceval.c)."""
    if not isinstance(kind, type):
        raise TypeError(f"called match pattern must be a {_CLASS}")
    if not isinstance(subject, kind):
        return None
    seen: set[str] = set()
    attributes: list[Any] = []
    if positional:
        if hasattr(kind, "__match_args__"):
            match_args, itself = kind.__match_args__, False
            if type(match_args) is not tuple:
                raise TypeError(
                    f"{kind.__name__}.__match_args__ must be a tuple"
                    f" (got {type(match_args).__name__})"
                )
        else:
            match_args, itself = (), bool(kind.__flags__ & _MATCH_SELF)
        allowed = 1 if itself else len(match_args)
        if positional > allowed:
            raise TypeError(
                f"{kind.__name__}() accepts {allowed} positional sub-pattern"
                f"{'' if allowed == 1 else 's'} ({positional} given)"
            )
        if itself:
            attributes.append(subject)
        else:
            for name in match_args[:positional]:
                if type(name) is not str:
                    raise TypeError(
                        f"__match_args__ elements must be strings (got {type(name).__name__})"
                    )
                if not _match_attribute(subject, kind, name, seen, attributes):
                    return None
    for name in names:
        if not _match_attribute(subject, kind, name, seen, attributes):
            return None
    return tuple(attributes)


_CLASS = "class" if sys.version_info >= (3, 12) else "type"

# _Py_TPFLAGS_MATCH_SELF
_MATCH_SELF = 1 << 22


def _match_attribute(
    subject: Any, kind: type, name: str, seen: set[str], attributes: list[Any]
) -> bool:
    if name in seen:
        raise TypeError(f"{kind.__name__}() got multiple sub-patterns for attribute {name!r}")
    seen.add(name)
    try:
        attributes.append(getattr(subject, name))
    except AttributeError:
        return False
    return True


def build_template(strings: tuple[str, ...], interpolations: tuple[Any, ...]) -> Any:
    """A template string (PEP 750) from its parts, which alternate."""
    from string.templatelib import Template  # type: ignore[import-not-found]

    parts: list[Any] = [strings[0]]
    for text, interpolation in zip(strings[1:], interpolations, strict=True):
        parts += (interpolation, text)
    return Template(*parts)


def build_interpolation_value(value: Any, text: str, conversion: str | None, spec: str) -> Any:
    from string.templatelib import Interpolation

    return Interpolation(value, text, conversion, spec)


HELPERS |= {
    "build_interpolation": build_interpolation_value,
    "build_template": build_template,
    "dict_merge": dict_merge,
    "dict_update": dict_update,
    "list_extend": list_extend,
    "match_class": match_class,
    "match_keys": match_keys,
}
