"""CPython 3.13, native to canonical, as what differs from 3.12.

The empty slot stands above the callable from here on, no longer below.
"""

from __future__ import annotations

from stillframe.bytecode.expansion import revised
from stillframe.bytecode.versions import v312

TABLE = revised(
    v312.TABLE,
    gone="""
        KW_NAMES LOAD_CLOSURE FORMAT_VALUE YIELD_VALUE CALL
    """,
    rows={
        # names
        "LOAD_FAST": "LOAD_FAST arg",
        "LOAD_FAST_LOAD_FAST": "LOAD_FAST arg>>4; LOAD_FAST arg&15",
        "STORE_FAST_LOAD_FAST": "STORE_FAST arg>>4; LOAD_FAST arg&15",
        "STORE_FAST_STORE_FAST": "STORE_FAST arg>>4; STORE_FAST arg&15",
        "LOAD_GLOBAL": "LOAD_GLOBAL name>>1; PUSH_NULL if 1",
        "LOAD_ATTR": "LOAD_ATTR name>>1; PUSH_NULL if 1",
        "LOAD_SUPER_ATTR": "LOAD_SUPER_ATTR name>>2 if 2; LOAD_ZERO_SUPER_ATTR name>>2 if not 2;"
        "PUSH_NULL if 1",
        # operators
        "COMPARE_OP": "COMPARE_OP compare>>5; TO_BOOL if 16",
        "TO_BOOL": "TO_BOOL",
        "CONVERT_VALUE": "CONVERT_VALUE arg",
        "FORMAT_SIMPLE": "FORMAT_SIMPLE",
        "FORMAT_WITH_SPEC": "FORMAT_WITH_SPEC",
        "DICT_MERGE 1": "DICT_MERGE 3",
        # jumps
        "POP_TOP after END_FOR": "",
        # calls
        "CALL": "CALL arg",
        "CALL_KW": "CALL_KW arg",
        "MAKE_FUNCTION": "MAKE_FUNCTION",
        "SET_FUNCTION_ATTRIBUTE": "SET_FUNCTION_ATTRIBUTE arg",
        # suspension: RESUME has a bit (4) that says whether only one block is open
        "RESUME": "RESUME arg&3",
        "YIELD_VALUE": "YIELD_VALUE arg",
        "CALL_INTRINSIC_2 5": "SET_TYPEPARAM_DEFAULT",
    },
)

PASSES = ()
