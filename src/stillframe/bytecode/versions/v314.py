"""CPython 3.14, native to canonical, as what differs from 3.13."""

from __future__ import annotations

from stillframe.bytecode.expansion import revised
from stillframe.bytecode.versions import v313

TABLE = revised(
    v313.TABLE,
    gone="""
        BEFORE_WITH BEFORE_ASYNC_WITH BINARY_SUBSCR BUILD_CONST_KEY_MAP LOAD_ASSERTION_ERROR
        RETURN_CONST CALL_FUNCTION_EX
    """,
    rows={
        # names: a borrowed reference is a matter of counting only
        "LOAD_FAST_BORROW": "LOAD_FAST arg",
        "LOAD_FAST_BORROW_LOAD_FAST_BORROW": "LOAD_FAST arg>>4; LOAD_FAST arg&15",
        # constants: Include/internal/pycore_opcode_utils.h
        "LOAD_SMALL_INT": "LOAD_CONST int",
        "LOAD_COMMON_CONSTANT 0": "LOAD_COMMON_CONSTANT AssertionError",
        "LOAD_COMMON_CONSTANT 1": "LOAD_COMMON_CONSTANT NotImplementedError",
        "LOAD_COMMON_CONSTANT 2": "LOAD_COMMON_CONSTANT tuple",
        "LOAD_COMMON_CONSTANT 3": "LOAD_COMMON_CONSTANT all",
        "LOAD_COMMON_CONSTANT 4": "LOAD_COMMON_CONSTANT any",
        # operators
        "BINARY_OP 26": "BINARY_SUBSCR",
        "BUILD_INTERPOLATION": "BUILD_INTERPOLATION arg",
        "BUILD_TEMPLATE": "BUILD_TEMPLATE",
        # jumps: POP_ITER also stands where a loop is left early
        "NOT_TAKEN": None,
        "POP_ITER": "POP_TOP",
        "POP_ITER after END_FOR": "",
        # calls
        "CALL_FUNCTION_EX": "CALL_FUNCTION_EX",
        # with: __exit__ is a pair, the function and self
        "LOAD_SPECIAL 0": "LOAD_SPECIAL __enter__",
        "LOAD_SPECIAL 1": "LOAD_SPECIAL __exit__",
        "LOAD_SPECIAL 2": "LOAD_SPECIAL __aenter__",
        "LOAD_SPECIAL 3": "LOAD_SPECIAL __aexit__",
        "WITH_EXCEPT_START": "COPY 5; COPY 5; COPY 3; UNPACK_EXC; CALL 3",
    },
)

PASSES = ()
