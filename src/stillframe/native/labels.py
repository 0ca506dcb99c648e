"""Names for what stands on a value stack: by what put it there."""

from stillframe.bytecode import Code, decode, suspension_at
from stillframe.bytecode.origins import follow
from stillframe.native.site import Site

OPERAND = "operand"
SELF = "its self"
OWNER = "its own self"  # up to 3.12, where a method stands before it

# By operation and the name of what it pushes; {} stands for its argument.
_LABELS: dict[str, dict[str, str]] = {
    "GET_ITER": {"iter": "iterates over"},
    "GET_AITER": {"aiter": "iterates over"},
    "GET_YIELD_FROM_ITER": {"iter": "delegates to"},
    "GET_AWAITABLE": {"iter": "awaits"},
    "GET_ANEXT": {"awaitable": "awaits"},
    "PUSH_EXC_INFO": {"prev": "handled before"},
    "BEFORE_WITH": {"exit": "leaves with"},
    "BEFORE_ASYNC_WITH": {"aexit": "leaves with"},
    "LOAD_SPECIAL": {"method": "leaves with", "self_or_null": SELF},
    "LOAD_FAST": {"value": "variable {}"},
    "LOAD_FAST_CHECK": {"value": "variable {}"},
    "LOAD_FAST_AND_CLEAR": {"value_or_null": "variable {} outside the comprehension"},
    "LOAD_DEREF": {"value": "variable {}"},
    "LOAD_GLOBAL": {"value": "global {}"},
    "LOAD_NAME": {"value": "name {}"},
    "LOAD_CONST": {"value": "constant"},
    "LOAD_ATTR": {"value": "attribute {}"},
    "LOAD_SUPER_ATTR": {"value": "attribute {}"},
    "LOAD_ZERO_SUPER_ATTR": {"value": "attribute {}"},
    "PUSH_NULL": {"NULL": SELF},
    "BUILD_LIST": {"res": "list so far"},
    "BUILD_SET": {"res": "set so far"},
    "BUILD_MAP": {"res": "dict so far"},
    "BUILD_TUPLE": {"res": "tuple"},
    "LOAD_BUILD_CLASS": {"builder": "builds the class"},
    "MAKE_FUNCTION": {"function": "function"},
    "CALL": {"res": "result of a call"},
    "CALL_KW": {"res": "result of a call"},
    "CALL_FUNCTION_EX": {"res": "result of a call"},
    "YIELD_VALUE": {"sent": "what was sent"},
    "SEND": {"returned": "what was awaited"},
    "BINARY_OP": {"res": "result of {}"},
    "COMPARE_OP": {"res": "result of {}"},
    "BINARY_SUBSCR": {"value": "item"},
    "FORMAT_SIMPLE": {"text": "text"},
    "FORMAT_WITH_SPEC": {"text": "text"},
}


def labels(site: Site) -> tuple[str, ...]:
    """A label for each slot of a site's value stack, the top last.

    The first time follows the whole code; the site keeps what came out."""
    if site.labels is None:
        site.labels = _labels(site)
    return site.labels


def _labels(site: Site) -> tuple[str, ...]:
    code = decode(site.code)
    at = suspension_at(code, site.offset)
    return tuple(labels_before(code)[at][: len(site.shape)])


def labels_before(code: Code) -> list[list[str]]:
    """The labels of the value stack before each instruction; none where execution can't get."""
    known = follow(
        code,
        lambda index: _pushed(code, index),
        lambda handler: ("offset",) * handler.lasti + ("exception",),
    )
    return [[label or OPERAND for label in slots or ()] for slots in known]


def _pushed(code: Code, index: int) -> dict[str, str]:
    one = code.instructions[index]
    names = _LABELS.get(one.op, {})
    if one.op == "LOAD_FAST" and code.instructions[index + 1].op in ("FOR_ITER", "GET_ANEXT"):
        return {"value": "iterates over"}
    arg = code.slots[one.arg] if "FAST" in one.op or "DEREF" in one.op else one.arg  # type: ignore[index]
    return {name: label.format(arg) for name, label in names.items()}
