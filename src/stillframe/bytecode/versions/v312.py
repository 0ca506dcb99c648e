"""CPython 3.12, native to canonical, as what differs from 3.11."""

from __future__ import annotations

from stillframe.bytecode.expansion import revised
from stillframe.bytecode.versions import v311

TABLE = revised(
    v311.TABLE,
    gone="""
        PRECALL LOAD_METHOD LOAD_CLASSDEREF JUMP_IF_TRUE_OR_POP JUMP_IF_FALSE_OR_POP
        POP_JUMP_FORWARD_IF_TRUE POP_JUMP_FORWARD_IF_FALSE
        POP_JUMP_FORWARD_IF_NONE POP_JUMP_FORWARD_IF_NOT_NONE
        POP_JUMP_BACKWARD_IF_TRUE POP_JUMP_BACKWARD_IF_FALSE
        POP_JUMP_BACKWARD_IF_NONE POP_JUMP_BACKWARD_IF_NOT_NONE
        PRINT_EXPR IMPORT_STAR ASYNC_GEN_WRAP UNARY_POSITIVE LIST_TO_TUPLE PREP_RERAISE_STAR
    """,
    rows={
        # names
        "LOAD_FAST": "LOAD_FAST arg",
        "LOAD_FAST_CHECK": "LOAD_FAST_CHECK arg",
        "LOAD_FAST_AND_CLEAR": "LOAD_FAST_AND_CLEAR arg",
        "LOAD_LOCALS": "LOAD_LOCALS",
        "LOAD_FROM_DICT_OR_DEREF": "LOAD_FROM_DICT_OR_DEREF arg",
        "LOAD_FROM_DICT_OR_GLOBALS": "LOAD_FROM_DICT_OR_GLOBALS name",
        "LOAD_ATTR": "LOAD_ATTR name>>1; PUSH_NULL if 1; SWAP 2 if 1",
        "LOAD_SUPER_ATTR": "LOAD_SUPER_ATTR name>>2 if 2; LOAD_ZERO_SUPER_ATTR name>>2 if not 2;"
        "PUSH_NULL if 1; SWAP 2 if 1",
        # operators
        "BINARY_SLICE": "BINARY_SLICE",
        "STORE_SLICE": "STORE_SLICE",
        "COMPARE_OP": "COMPARE_OP compare>>4",
        # jumps
        "POP_JUMP_IF_TRUE": "POP_JUMP_IF_TRUE target",
        "POP_JUMP_IF_FALSE": "POP_JUMP_IF_FALSE target",
        "POP_JUMP_IF_NONE": "POP_JUMP_IF_NONE target",
        "POP_JUMP_IF_NOT_NONE": "POP_JUMP_IF_NOT_NONE target",
        "END_FOR": "",  # FOR_ITER drops the iterator itself, and no other way leads here
        "RETURN_CONST": "LOAD_CONST arg; RETURN_VALUE",
        # suspension
        "SEND": "SEND target",
        "END_SEND": "END_SEND",
        "CLEANUP_THROW": "CLEANUP_THROW",
        # intrinsics: Include/internal/pycore_intrinsics.h; a result follows, even where it is None
        "CALL_INTRINSIC_1 1": "PRINT_EXPR; LOAD_CONST None",
        "CALL_INTRINSIC_1 2": "IMPORT_STAR; LOAD_CONST None",
        "CALL_INTRINSIC_1 3": "STOPITERATION_ERROR",
        "CALL_INTRINSIC_1 4": "ASYNC_GEN_WRAP",
        "CALL_INTRINSIC_1 5": "UNARY_POSITIVE",
        "CALL_INTRINSIC_1 6": "LIST_TO_TUPLE",
        "CALL_INTRINSIC_1 7": "TYPEVAR",
        "CALL_INTRINSIC_1 8": "PARAMSPEC",
        "CALL_INTRINSIC_1 9": "TYPEVARTUPLE",
        "CALL_INTRINSIC_1 10": "SUBSCRIPT_GENERIC",
        "CALL_INTRINSIC_1 11": "TYPEALIAS",
        "CALL_INTRINSIC_2 1": "PREP_RERAISE_STAR",
        "CALL_INTRINSIC_2 2": "TYPEVAR_WITH_BOUND",
        "CALL_INTRINSIC_2 3": "TYPEVAR_WITH_CONSTRAINTS",
        "CALL_INTRINSIC_2 4": "SET_FUNCTION_TYPE_PARAMS",
    },
)

PASSES = ()
