"""The canonical instruction set: one table, for every CPython that stillframe supports.

Names and meanings are CPython's (``Python/bytecodes.c``); where versions differ, the newer
shape is taken and the older one is spelled with several canonical instructions. What an
operation *does* is written once, in ``stillframe.machine.ops``; this page says what it is.

The effect on the value stack is written as in ``bytecodes.c``, the top of the stack last::

    "lhs rhs -- res"                pops two, pushes one
    "args[arg] -- tuple"            pops as many as the argument says
    "iter -- iter value | "         what a jump leaves, where it differs, stands after the bar

A name that stands on both sides is the same object. ``NULL`` is the empty slot that CPython
keeps beside a callable; what is named ``..._or_null`` may be that or an object.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from functools import cached_property


class Arg(enum.Enum):
    """What the argument of an instruction is."""

    NONE = "none"
    COUNT = "a count, or a distance on the value stack"
    FLAGS = "a small number whose meaning the operation gives"
    CONST = "an index into Code.constants"
    NAME = "an identifier"
    SLOT = "an index into the fast locals: variables, cells, free variables"
    OPERATOR = "a Python operator, such as '+', '+=', '<' or 'not in'"
    TARGET = "the index of the instruction to go to"


@dataclass(frozen=True)
class Operand:
    """One name in a stack effect: a single slot, or ``name[arg]``, as many as its count says."""

    name: str
    count: str | None = None  # an expression over "arg", or None for exactly one

    def size(self, arg: object) -> int:
        """How many slots this operand takes, given the instruction's argument."""
        if self.count is None:
            return 1
        assert isinstance(arg, int)
        match self.count:
            case "arg":
                return arg
            case "arg-1":
                return arg - 1
            case "arg-2":
                return arg - 2
            case "2*arg":
                return 2 * arg
            case "arg&1":
                return arg & 1
            case "arg&255":
                return arg & 255
            case "arg>>8":
                return arg >> 8
            case count:
                raise AssertionError(f"unknown count {count!r}")


@dataclass(frozen=True)
class Operation:
    """One canonical operation. ``effect`` and ``meaning`` are as in the table below."""

    name: str
    arg: Arg
    effect: str
    meaning: str

    @cached_property
    def inputs(self) -> tuple[Operand, ...]:
        """What stands on the stack before, the top last."""
        return _operands(self.effect.split("--")[0])

    @cached_property
    def outputs(self) -> tuple[Operand, ...]:
        """What stands there afterwards, when execution goes on with the next instruction."""
        return _operands(self.effect.split("--")[1].split("|")[0])

    @cached_property
    def jump_outputs(self) -> tuple[Operand, ...]:
        """What stands there afterwards, when the instruction jumps."""
        after = self.effect.split("--")[1].split("|")
        return _operands(after[-1])

    @property
    def jumps(self) -> bool:
        """Whether the argument is a place to go to."""
        return self.arg is Arg.TARGET

    @property
    def falls_through(self) -> bool:
        """Whether execution can go on with the next instruction."""
        return self.name not in NEVER_FALL_THROUGH

    def stack_change(self, arg: object, jump: bool = False) -> int:
        """By how many slots the value stack grows."""
        after = self.jump_outputs if jump else self.outputs
        return sum(o.size(arg) for o in after) - sum(o.size(arg) for o in self.inputs)


NEVER_FALL_THROUGH = frozenset(
    {"JUMP", "JUMP_BACKWARD", "RETURN_VALUE", "RAISE_VARARGS", "RERAISE"}
)

_OPERAND = re.compile(r"(\w+)(?:\[([^\]]+)\])?")


def _operands(side: str) -> tuple[Operand, ...]:
    return tuple(Operand(name, count or None) for name, count in _OPERAND.findall(side))


_NONE, _COUNT, _FLAGS, _CONST = Arg.NONE, Arg.COUNT, Arg.FLAGS, Arg.CONST
_NAME, _SLOT, _OPERATOR, _TARGET = Arg.NAME, Arg.SLOT, Arg.OPERATOR, Arg.TARGET

# fmt: off
_TABLE: tuple[tuple[str, Arg, str, str], ...] = (
    # -- the value stack
    ("NOP",              _NONE,  "--",                        "nothing"),
    ("RESUME",           _FLAGS, "--",                        "where a frame starts (0), or goes on after yield (1), yield from (2) or await (3)"),
    ("POP_TOP",          _NONE,  "value --",                  "drop the top"),
    ("PUSH_NULL",        _NONE,  "-- NULL",                   "push the empty slot"),
    ("COPY",             _COUNT, "bottom unused[arg-1] -- bottom unused[arg-1] bottom", "push what stands `arg` from the top"),
    ("SWAP",             _COUNT, "bottom unused[arg-2] top -- top unused[arg-2] bottom", "exchange the top with what stands `arg` from the top, at least 2"),
    ("LOAD_CONST",       _CONST, "-- value",                  "push a constant"),
    ("LOAD_COMMON_CONSTANT", _NAME, "-- value",               "push the builtin of that name, whatever the program calls so (AssertionError)"),
    # -- names
    ("LOAD_FAST",        _SLOT,  "-- value",                  "push a fast local that is bound"),
    ("LOAD_FAST_CHECK",  _SLOT,  "-- value",                  "push a fast local, UnboundLocalError if it is unbound"),
    ("LOAD_FAST_AND_CLEAR", _SLOT, "-- value_or_null",        "push a fast local, NULL if unbound, and unbind it (an inlined comprehension begins)"),
    ("STORE_FAST",       _SLOT,  "value --",                  "bind a fast local; NULL unbinds it"),
    ("DELETE_FAST",      _SLOT,  "--",                        "unbind a fast local"),
    ("MAKE_CELL",        _SLOT,  "--",                        "put a new cell into the slot, around what stands there"),
    ("COPY_FREE_VARS",   _COUNT, "--",                        "bind the function's closure to the free variables"),
    ("LOAD_CLOSURE",     _SLOT,  "-- cell",                   "push the cell itself"),
    ("LOAD_DEREF",       _SLOT,  "-- value",                  "push what the cell holds"),
    ("LOAD_FROM_DICT_OR_DEREF", _SLOT, "mapping -- value",    "from the mapping, else from the cell"),
    ("STORE_DEREF",      _SLOT,  "value --",                  "put into the cell"),
    ("DELETE_DEREF",     _SLOT,  "--",                        "empty the cell"),
    ("LOAD_LOCALS",      _NONE,  "-- locals",                 "push the mapping of the frame's locals"),
    ("LOAD_NAME",        _NAME,  "-- value",                  "from the locals, the globals, the builtins"),
    ("STORE_NAME",       _NAME,  "value --",                  "into the locals"),
    ("DELETE_NAME",      _NAME,  "--",                        "out of the locals"),
    ("LOAD_GLOBAL",      _NAME,  "-- value",                  "from the globals, the builtins"),
    ("LOAD_FROM_DICT_OR_GLOBALS", _NAME, "mapping -- value",  "from the mapping, the globals, the builtins"),
    ("STORE_GLOBAL",     _NAME,  "value --",                  "into the globals"),
    ("DELETE_GLOBAL",    _NAME,  "--",                        "out of the globals"),
    ("LOAD_BUILD_CLASS", _NONE,  "-- builder",                "push __build_class__ of the builtins"),
    ("SETUP_ANNOTATIONS", _NONE, "--",                        "make __annotations__ in the locals, if it isn't there"),
    # -- attributes and items
    ("LOAD_ATTR",        _NAME,  "owner -- value",            "owner.name"),
    ("STORE_ATTR",       _NAME,  "value owner --",            "owner.name = value"),
    ("DELETE_ATTR",      _NAME,  "owner --",                  "del owner.name"),
    ("LOAD_SUPER_ATTR",  _NAME,  "super cls self -- value",   "super(cls, self).name"),
    ("LOAD_ZERO_SUPER_ATTR", _NAME, "super cls self -- value", "the same, written super().name: what a program's own `super` is called without"),
    ("LOAD_SPECIAL",     _NAME,  "owner -- method self_or_null", "a special method, looked up on the type"),
    ("BINARY_SUBSCR",    _NONE,  "container sub -- value",    "container[sub]"),
    ("STORE_SUBSCR",     _NONE,  "value container sub --",    "container[sub] = value"),
    ("DELETE_SUBSCR",    _NONE,  "container sub --",          "del container[sub]"),
    ("BINARY_SLICE",     _NONE,  "container start stop -- value", "container[start:stop]"),
    ("STORE_SLICE",      _NONE,  "value container start stop --", "container[start:stop] = value"),
    # -- operators
    ("UNARY_NEGATIVE",   _NONE,  "value -- res",              "-value"),
    ("UNARY_POSITIVE",   _NONE,  "value -- res",              "+value"),
    ("UNARY_INVERT",     _NONE,  "value -- res",              "~value"),
    ("UNARY_NOT",        _NONE,  "value -- res",              "not value"),
    ("TO_BOOL",          _NONE,  "value -- res",              "bool(value)"),
    ("BINARY_OP",        _OPERATOR, "lhs rhs -- res",         "lhs operator rhs; an operator that ends in = works in place"),
    ("COMPARE_OP",       _OPERATOR, "lhs rhs -- res",         "lhs operator rhs, the result as it comes"),
    ("IS_OP",            _OPERATOR, "lhs rhs -- res",         "`is`, `is not`"),
    ("CONTAINS_OP",      _OPERATOR, "lhs rhs -- res",         "`in`, `not in`"),
    # -- building
    ("BUILD_TUPLE",      _COUNT, "values[arg] -- res",        "a tuple"),
    ("BUILD_LIST",       _COUNT, "values[arg] -- res",        "a list"),
    ("BUILD_SET",        _COUNT, "values[arg] -- res",        "a set"),
    ("BUILD_MAP",        _COUNT, "values[2*arg] -- res",      "a dict of key, value, key, value ..."),
    ("BUILD_CONST_KEY_MAP", _COUNT, "values[arg] keys -- res", "a dict, its keys in a tuple on top"),
    ("BUILD_STRING",     _COUNT, "values[arg] -- res",        "strings joined"),
    ("BUILD_SLICE",      _COUNT, "values[arg] -- res",        "slice(start, stop) or slice(start, stop, step)"),
    ("LIST_APPEND",      _COUNT, "list unused[arg-1] value -- list unused[arg-1]", "append to the list that stands `arg` below the value"),
    ("SET_ADD",          _COUNT, "set unused[arg-1] value -- set unused[arg-1]", "add to that set"),
    ("MAP_ADD",          _COUNT, "map unused[arg-1] key value -- map unused[arg-1]", "store in that dict"),
    ("LIST_EXTEND",      _COUNT, "list unused[arg-1] iterable -- list unused[arg-1]", "extend that list; TypeError names what can't be starred"),
    ("SET_UPDATE",       _COUNT, "set unused[arg-1] iterable -- set unused[arg-1]", "update that set"),
    ("DICT_UPDATE",      _COUNT, "map unused[arg-1] mapping -- map unused[arg-1]", "update that dict"),
    ("DICT_MERGE",       _COUNT, "callable unused[arg-1] map mapping -- callable unused[arg-1] map",
                                                              "update the keyword arguments below with more; a key twice is a TypeError that names the callable, `arg` below the dict"),
    ("LIST_TO_TUPLE",    _NONE,  "list -- tuple",             "a tuple of a list"),
    ("UNPACK_SEQUENCE",  _COUNT, "sequence -- values[arg]",   "spread exactly `arg` values, the first on top"),
    ("UNPACK_EX",        _COUNT, "sequence -- after[arg>>8] rest before[arg&255]", "spread with a starred name: arg & 255 before it, arg >> 8 after it"),
    ("FORMAT_SIMPLE",    _NONE,  "value -- text",             "format(value)"),
    ("FORMAT_WITH_SPEC", _NONE,  "value spec -- text",        "format(value, spec)"),
    ("CONVERT_VALUE",    _FLAGS, "value -- text",             "str (1), repr (2), ascii (3)"),
    ("BUILD_INTERPOLATION", _FLAGS, "value text spec[arg&1] -- res", "an Interpolation of a template string; arg >> 2 is its conversion, arg & 1 whether a format stands on top"),
    ("BUILD_TEMPLATE",   _NONE,  "strings interpolations -- template", "a template string"),
    # -- control
    ("JUMP",             _TARGET, "--",                       "go to"),
    ("JUMP_BACKWARD",    _TARGET, "--",                       "go back to; where a loop can be interrupted"),
    ("POP_JUMP_IF_TRUE", _TARGET, "value --",                 "go there if it is true"),
    ("POP_JUMP_IF_FALSE", _TARGET, "value --",                "go there if it is false"),
    ("POP_JUMP_IF_NONE", _TARGET, "value --",                 "go there if it is None"),
    ("POP_JUMP_IF_NOT_NONE", _TARGET, "value --",             "go there if it isn't None"),
    ("GET_ITER",         _NONE,  "iterable -- iter",          "iter(iterable)"),
    ("FOR_ITER",         _TARGET, "iter -- iter value | ",    "the next value; when there is none, drop the iterator and go there"),
    ("GET_LEN",          _NONE,  "value -- value length",     "len(value)"),
    ("MATCH_MAPPING",    _NONE,  "subject -- subject res",    "whether it is a mapping (its type has Py_TPFLAGS_MAPPING)"),
    ("MATCH_SEQUENCE",   _NONE,  "subject -- subject res",    "whether it is a sequence (its type has Py_TPFLAGS_SEQUENCE)"),
    ("MATCH_KEYS",       _NONE,  "subject keys -- subject keys values_or_none", "a tuple of what the subject holds under the keys, or None"),
    ("MATCH_CLASS",      _COUNT, "subject type names -- attrs", "a tuple of attributes, `arg` positional ones first, or None"),
    # -- exceptions; prev is the exception that was being handled before
    ("RAISE_VARARGS",    _COUNT, "args[arg] --",              "raise; raise exception; raise exception from cause"),
    ("RERAISE",          _COUNT, "values[arg] exception -- values[arg]", "raise again, with no new traceback entry; an `arg` above 0 says where a lasti stands"),
    ("PUSH_EXC_INFO",    _NONE,  "exception -- prev exception", "it is being handled from now on"),
    ("POP_EXCEPT",       _NONE,  "prev --",                   "handled: `prev` is what is being handled again"),
    ("CHECK_EXC_MATCH",  _NONE,  "exception type -- exception res", "whether `except type` takes it"),
    ("CHECK_EG_MATCH",   _NONE,  "exception type -- rest match", "split a group for `except* type`; both may be None"),
    ("PREP_RERAISE_STAR", _NONE, "original raised -- exception_or_none", "what to raise after the `except*` clauses, given the list of what they raised"),
    ("UNPACK_EXC",       _NONE,  "exception -- type value traceback", "the three arguments of __exit__"),
    ("BEFORE_WITH",      _NONE,  "manager -- exit enter",     "look up __enter__ and __exit__ on the type, bound; the call of __enter__ follows"),
    ("BEFORE_ASYNC_WITH", _NONE, "manager -- aexit aenter",   "the same with __aenter__ and __aexit__"),
    ("STOPITERATION_ERROR", _NONE, "exception -- exception",  "a StopIteration that leaves a generator becomes a RuntimeError (PEP 479)"),
    # -- calls: callable NULL args, NULL callable args, or method self args
    ("CALL",             _COUNT, "callable self_or_null args[arg] -- res", "call with positional arguments"),
    ("CALL_KW",          _COUNT, "callable self_or_null args[arg] names -- res", "the last len(names) of the arguments are by keyword"),
    ("CALL_FUNCTION_EX", _NONE,  "callable self_or_null args kwargs_or_null -- res", "callable(*args, **kwargs)"),
    ("MAKE_FUNCTION",    _NONE,  "code -- function",          "a function of the code object and the frame's globals"),
    ("SET_FUNCTION_ATTRIBUTE", _FLAGS, "attr function -- function",
                                                              "defaults (1), keyword defaults (2), annotations (4), closure (8), __annotate__ (16)"),
    ("RETURN_VALUE",     _NONE,  "value --",                  "take the frame out of the chain and give its value to the caller"),
    # -- suspension
    ("RETURN_GENERATOR", _NONE,  "-- sent",                   "make the generator of this frame and return it; on the first resume None is pushed"),
    ("YIELD_VALUE",      _FLAGS, "value -- sent",             "suspend: give the value to who resumed us; what is sent back is pushed. 1: on behalf of SEND"),
    ("ASYNC_GEN_WRAP",   _NONE,  "value -- wrapped",          "mark a value that an async generator yields, as against one that it awaits"),
    ("GET_YIELD_FROM_ITER", _NONE, "iterable -- iter",        "what `yield from` delegates to"),
    ("GET_AWAITABLE",    _FLAGS, "value -- iter",             "what `await` delegates to; 1 and 2: for the error of __aenter__ and __aexit__"),
    ("SEND",             _TARGET, "receiver value -- receiver yielded | receiver returned", "resume the receiver; when it returns, go there"),
    ("END_SEND",         _NONE,  "receiver returned -- returned", "drop the receiver"),
    ("CLEANUP_THROW",    _NONE,  "receiver sent exception -- none value", "an exception thrown in while delegating: a StopIteration gives its value, others are raised on"),
    ("GET_AITER",        _NONE,  "iterable -- aiter",         "type(iterable).__aiter__(iterable)"),
    ("GET_ANEXT",        _NONE,  "aiter -- aiter awaitable",  "what to await for its next value"),
    ("END_ASYNC_FOR",    _NONE,  "aiter exception --",        "a StopAsyncIteration ends the loop, others are raised on"),
    # -- modules and the rest
    ("IMPORT_NAME",      _NAME,  "level fromlist -- module",  "import a module"),
    ("IMPORT_FROM",      _NAME,  "module -- module value",    "from module import name"),
    ("IMPORT_STAR",      _NONE,  "module --",                 "from module import *"),
    ("PRINT_EXPR",       _NONE,  "value --",                  "sys.displayhook(value)"),
    ("TYPEVAR",          _NONE,  "name -- res",               "a TypeVar without bound (PEP 695)"),
    ("TYPEVAR_WITH_BOUND", _NONE, "name evaluate -- res",     "a TypeVar whose bound is computed when asked for"),
    ("TYPEVAR_WITH_CONSTRAINTS", _NONE, "name evaluate -- res", "a TypeVar whose constraints are computed when asked for"),
    ("SET_TYPEPARAM_DEFAULT", _NONE, "param evaluate -- param", "a default for a type parameter (PEP 696)"),
    ("PARAMSPEC",        _NONE,  "name -- res",               "a ParamSpec"),
    ("TYPEVARTUPLE",     _NONE,  "name -- res",               "a TypeVarTuple"),
    ("SUBSCRIPT_GENERIC", _NONE, "params -- res",             "Generic[params]"),
    ("SET_FUNCTION_TYPE_PARAMS", _NONE, "function params -- function", "set __type_params__"),
    ("TYPEALIAS",        _NONE,  "triple -- res",             "a TypeAliasType of (name, type parameters, value function)"),
)
# fmt: on

OPERATIONS: dict[str, Operation] = {row[0]: Operation(*row) for row in _TABLE}
