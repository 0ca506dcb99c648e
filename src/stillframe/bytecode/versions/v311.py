"""CPython 3.11, native to canonical: the whole table, of which later versions are deltas.

The notation is explained in ``stillframe.bytecode.expansion``; the source is ``Python/ceval.c``.
"""

from __future__ import annotations

from collections.abc import Callable

from stillframe.bytecode.bound import drop_needless_checks
from stillframe.bytecode.code import Code
from stillframe.bytecode.delegation import add_throw_handlers
from stillframe.bytecode.expansion import Table

_SAME = """
    NOP POP_TOP PUSH_NULL PUSH_EXC_INFO POP_EXCEPT RETURN_GENERATOR RETURN_VALUE
    LOAD_BUILD_CLASS SETUP_ANNOTATIONS BINARY_SUBSCR STORE_SUBSCR DELETE_SUBSCR
    UNARY_NEGATIVE UNARY_POSITIVE UNARY_INVERT UNARY_NOT LIST_TO_TUPLE
    GET_ITER GET_LEN MATCH_MAPPING MATCH_SEQUENCE MATCH_KEYS
    CHECK_EXC_MATCH CHECK_EG_MATCH PREP_RERAISE_STAR
    ASYNC_GEN_WRAP GET_YIELD_FROM_ITER GET_AITER GET_ANEXT END_ASYNC_FOR IMPORT_STAR PRINT_EXPR
"""
_SAME_WITH_ARGUMENT = """
    RESUME COPY SWAP LOAD_CONST STORE_FAST DELETE_FAST
    MAKE_CELL COPY_FREE_VARS LOAD_CLOSURE LOAD_DEREF STORE_DEREF DELETE_DEREF
    BUILD_TUPLE BUILD_LIST BUILD_SET BUILD_MAP BUILD_CONST_KEY_MAP BUILD_STRING BUILD_SLICE
    LIST_APPEND SET_ADD MAP_ADD LIST_EXTEND SET_UPDATE DICT_UPDATE UNPACK_SEQUENCE UNPACK_EX
    MATCH_CLASS RAISE_VARARGS RERAISE CALL GET_AWAITABLE
"""
_SAME_WITH_NAME = """
    LOAD_NAME STORE_NAME DELETE_NAME STORE_GLOBAL DELETE_GLOBAL
    LOAD_ATTR STORE_ATTR DELETE_ATTR IMPORT_NAME IMPORT_FROM
"""
# In the order of NB_ADD and so on in Include/opcode.h.
OPERATORS = (
    *("+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^"),
    *("+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^="),
)

TABLE: Table = {
    **{op: op for op in _SAME.split()},
    **{op: f"{op} arg" for op in _SAME_WITH_ARGUMENT.split()},
    **{op: f"{op} name" for op in _SAME_WITH_NAME.split()},
    **{f"BINARY_OP {i}": f"BINARY_OP {operator}" for i, operator in enumerate(OPERATORS)},
    # names: 3.11 has one LOAD_FAST, which checks
    "LOAD_FAST": "LOAD_FAST_CHECK arg",
    "LOAD_GLOBAL": "PUSH_NULL if 1; LOAD_GLOBAL name>>1",
    "LOAD_CLASSDEREF": "LOAD_LOCALS; LOAD_FROM_DICT_OR_DEREF arg",
    "LOAD_ASSERTION_ERROR": "LOAD_COMMON_CONSTANT AssertionError",
    # operators
    "COMPARE_OP": "COMPARE_OP compare",
    "IS_OP 0": "IS_OP is",
    "IS_OP 1": "IS_OP is not",
    "CONTAINS_OP 0": "CONTAINS_OP in",
    "CONTAINS_OP 1": "CONTAINS_OP not in",
    "FORMAT_VALUE": "SWAP 2 if 3 4; CONVERT_VALUE arg&3 if 3; SWAP 2 if 3 4;"
    "FORMAT_WITH_SPEC if 4; FORMAT_SIMPLE if not 4",
    # The callable stands this far below the dict; the native argument is always 1.
    "DICT_MERGE 1": "DICT_MERGE 2",
    # jumps
    "JUMP_FORWARD": "JUMP target",
    "JUMP_BACKWARD": "JUMP_BACKWARD back",
    "JUMP_BACKWARD_NO_INTERRUPT": "JUMP back",
    "POP_JUMP_FORWARD_IF_TRUE": "POP_JUMP_IF_TRUE target",
    "POP_JUMP_FORWARD_IF_FALSE": "POP_JUMP_IF_FALSE target",
    "POP_JUMP_FORWARD_IF_NONE": "POP_JUMP_IF_NONE target",
    "POP_JUMP_FORWARD_IF_NOT_NONE": "POP_JUMP_IF_NOT_NONE target",
    "POP_JUMP_BACKWARD_IF_TRUE": "POP_JUMP_IF_TRUE back",
    "POP_JUMP_BACKWARD_IF_FALSE": "POP_JUMP_IF_FALSE back",
    "POP_JUMP_BACKWARD_IF_NONE": "POP_JUMP_IF_NONE back",
    "POP_JUMP_BACKWARD_IF_NOT_NONE": "POP_JUMP_IF_NOT_NONE back",
    "JUMP_IF_TRUE_OR_POP": "COPY 1; POP_JUMP_IF_TRUE target; POP_TOP",
    "JUMP_IF_FALSE_OR_POP": "COPY 1; POP_JUMP_IF_FALSE target; POP_TOP",
    "FOR_ITER": "FOR_ITER target",
    # calls
    "PRECALL": None,
    "KW_NAMES": "",
    "CALL after KW_NAMES": "LOAD_CONST previous; CALL_KW arg",
    "CALL_FUNCTION_EX": "PUSH_NULL if not 1; CALL_FUNCTION_EX",
    "LOAD_METHOD": "LOAD_ATTR name; PUSH_NULL; SWAP 2",
    # what a flag announces stands in the flags' order below the code object
    "MAKE_FUNCTION": "MAKE_FUNCTION; SET_FUNCTION_ATTRIBUTE 8 if 8; SET_FUNCTION_ATTRIBUTE 4 if 4;"
    "SET_FUNCTION_ATTRIBUTE 2 if 2; SET_FUNCTION_ATTRIBUTE 1 if 1",
    # with
    "BEFORE_WITH": "BEFORE_WITH; PUSH_NULL; CALL 0",
    "BEFORE_ASYNC_WITH": "BEFORE_ASYNC_WITH; PUSH_NULL; CALL 0",
    "WITH_EXCEPT_START": "COPY 4; PUSH_NULL; COPY 3; UNPACK_EXC; CALL 3",
    # suspension: SEND drops the receiver itself when it returns, and gen.throw() does what
    # CLEANUP_THROW does later (delegation.py leads there)
    "YIELD_VALUE": "YIELD_VALUE 0",
    "YIELD_VALUE after SEND": "YIELD_VALUE 1",
    "SEND": "SEND @2; JUMP @6; END_SEND; JUMP target; CLEANUP_THROW; JUMP @2",
}

# What a table can't say, done to the decoded code.
PASSES: tuple[Callable[[Code], Code], ...] = (add_throw_handlers, drop_needless_checks)
