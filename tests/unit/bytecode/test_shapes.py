"""What each construct of the language decodes to, and where the versions differ in it."""

import sys
from types import CodeType

import pytest

from stillframe.bytecode import decode
from unit.bytecode.listing import first, innermost, listing, of

VERSION = sys.version_info[:2]
BELOW = VERSION < (3, 13)  # the empty slot stands below the callable


def steps(text: str) -> list[str]:
    return [step.strip() for step in text.split(";") if step.strip()]


def contains(source: str, text: str) -> None:
    """The code holds these instructions, one after the other."""
    whole, part = of(source), steps(text)
    found = any(whole[i : i + len(part)] == part for i in range(len(whole)))
    assert found, f"{part}\nis not in\n{whole}"


def method(name: str) -> str:
    return f"LOAD_ATTR {name}; PUSH_NULL" + ("; SWAP 2" if BELOW else "")


def function(name: str) -> str:
    return f"PUSH_NULL; LOAD_GLOBAL {name}" if BELOW else f"LOAD_GLOBAL {name}; PUSH_NULL"


def truth() -> str:
    return "" if BELOW else "TO_BOOL;"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("lambda a: a.m(1)", f"LOAD_FAST a; {method('m')}; LOAD_CONST 1; CALL 1; RETURN_VALUE"),
        ("lambda a: f(a)", f"{function('f')}; LOAD_FAST a; CALL 1; RETURN_VALUE"),
        ("lambda a: a.m", "LOAD_FAST a; LOAD_ATTR m; RETURN_VALUE"),
        (
            "lambda a: f(a, x=1)",
            f"{function('f')}; LOAD_FAST a; LOAD_CONST 1; LOAD_CONST ('x',); CALL_KW 2;"
            "RETURN_VALUE",
        ),
        (
            "lambda a: f(*a)",
            f"{function('f')}; LOAD_FAST a; PUSH_NULL; CALL_FUNCTION_EX; RETURN_VALUE",
        ),
        (
            "lambda a, b: f(*a, **b)",
            f"{function('f')}; LOAD_FAST a; BUILD_MAP 0; LOAD_FAST b;"
            f"DICT_MERGE {2 if BELOW else 3}; CALL_FUNCTION_EX; RETURN_VALUE",
        ),
        (
            "lambda a, b: a or b",
            f"LOAD_FAST a; COPY 1; {truth()} POP_JUMP_IF_TRUE {6 if BELOW else 7}; POP_TOP;"
            "LOAD_FAST b; RETURN_VALUE",
        ),
        ("lambda a: a[1]", "LOAD_FAST a; LOAD_CONST 1; BINARY_SUBSCR; RETURN_VALUE"),
        ("lambda a, b: a @ b", "LOAD_FAST a; LOAD_FAST b; BINARY_OP @; RETURN_VALUE"),
        ("lambda a, b: a ** b", "LOAD_FAST a; LOAD_FAST b; BINARY_OP **; RETURN_VALUE"),
        ("lambda a, b: a >= b", "LOAD_FAST a; LOAD_FAST b; COMPARE_OP >=; RETURN_VALUE"),
        ("lambda a, b: a != b", "LOAD_FAST a; LOAD_FAST b; COMPARE_OP !=; RETURN_VALUE"),
        ("lambda a, b: a is not b", "LOAD_FAST a; LOAD_FAST b; IS_OP is not; RETURN_VALUE"),
        ("lambda a, b: a in b", "LOAD_FAST a; LOAD_FAST b; CONTAINS_OP in; RETURN_VALUE"),
        ("lambda a: +a", "LOAD_FAST a; UNARY_POSITIVE; RETURN_VALUE"),
        ("lambda a: not a", f"LOAD_FAST a; {truth()} UNARY_NOT; RETURN_VALUE"),
        (
            "lambda *a: (1, *a)",
            "LOAD_CONST 1; BUILD_LIST 1; LOAD_FAST a; LIST_EXTEND 1; LIST_TO_TUPLE; RETURN_VALUE",
        ),
        ("lambda a: f'{a}'", "LOAD_FAST a; FORMAT_SIMPLE; RETURN_VALUE"),
        ("def f():\n  return", "LOAD_CONST None; RETURN_VALUE"),
        (
            "def f():\n  x = 1\n  del x\n  return x",
            "LOAD_CONST 1; STORE_FAST x; DELETE_FAST x; LOAD_FAST_CHECK x; RETURN_VALUE",
        ),
    ],
)
def test_expression(source: str, expected: str) -> None:
    assert of(source) == steps(expected)


def test_conversion_and_format_of_an_f_string() -> None:
    source = "lambda a: f'{a!s:3}'"
    if BELOW:  # the format is computed first, then comes the conversion
        contains(source, "LOAD_CONST '3'; SWAP 2; CONVERT_VALUE 1; SWAP 2; FORMAT_WITH_SPEC")
    else:
        contains(source, "CONVERT_VALUE 1; LOAD_CONST '3'; FORMAT_WITH_SPEC")


def test_augmented_assignment() -> None:
    contains("def f(a):\n  a //= 2", "LOAD_FAST a; LOAD_CONST 2; BINARY_OP //=; STORE_FAST a")


def test_comparison_of_a_condition() -> None:
    contains("def f(a):\n  if a < 1: g()", f"LOAD_CONST 1; COMPARE_OP <; {truth()}")


def test_for_jumps_behind_the_loop() -> None:
    code = first("def f(a):\n  for x in a: g(x)\n  return 1").instructions
    (target,) = [one.arg for one in code if one.op == "FOR_ITER"]
    assert [one.op for one in code[target:]] == ["LOAD_CONST", "RETURN_VALUE"]


def test_no_iterator_is_left_when_a_loop_is_broken() -> None:
    contains("def f(a):\n  for x in a: return 1", "STORE_FAST x; POP_TOP; LOAD_CONST 1")


def test_functions_take_their_attributes_from_the_stack() -> None:
    source = "def f(a):\n  def g(x: 1 = 2, *, y=3): return a\n  return g"
    attributes = [line for line in listing(first(source)) if line.startswith("SET_FUNCTION")]
    annotations = 16 if VERSION >= (3, 14) else 4
    assert attributes[-4:] == [f"SET_FUNCTION_ATTRIBUTE {n}" for n in (8, annotations, 2, 1)]


def test_with() -> None:
    source = "def f(a):\n  with a: b"
    if VERSION < (3, 14):
        contains(source, "LOAD_FAST a; BEFORE_WITH; PUSH_NULL; CALL 0; POP_TOP")
        contains(source, "PUSH_EXC_INFO; COPY 4; PUSH_NULL; COPY 3; UNPACK_EXC; CALL 3")
    else:
        contains(source, "COPY 1; LOAD_SPECIAL __exit__; SWAP 2; SWAP 3; LOAD_SPECIAL __enter__")
        contains(source, "PUSH_EXC_INFO; COPY 5; COPY 5; COPY 3; UNPACK_EXC; CALL 3")


def test_async_with() -> None:
    source = "async def f(a):\n  async with a: b"
    if VERSION < (3, 14):
        contains(source, "BEFORE_ASYNC_WITH; PUSH_NULL; CALL 0; GET_AWAITABLE 1")
    else:
        contains(source, "LOAD_SPECIAL __aenter__; CALL 0; GET_AWAITABLE 1")


def test_yield_knows_whether_it_delegates() -> None:
    contains("def f(a):\n  yield a", "LOAD_FAST a; YIELD_VALUE 0")
    ops = of("def f(a):\n  yield from a")
    assert "YIELD_VALUE 1" in ops
    assert "YIELD_VALUE 0" not in ops
    contains("async def f(a):\n  yield a", "LOAD_FAST a; ASYNC_GEN_WRAP; YIELD_VALUE 0")


def test_send_leaves_the_receiver_and_the_result() -> None:
    code = first("def f(a):\n  yield from a").instructions
    (target,) = [one.arg for one in code if one.op == "SEND"]
    assert code[target].op == "END_SEND"


def test_class_body_and_annotations() -> None:
    contains("class A:\n  x = 1", "LOAD_NAME __name__; STORE_NAME __module__")
    if VERSION < (3, 14):
        contains("class A:\n  x: int", "SETUP_ANNOTATIONS")


def test_free_variable_of_a_class_body() -> None:
    contains(
        "def f(a):\n  class A:\n    b = a", "LOAD_LOCALS; LOAD_FROM_DICT_OR_DEREF a; STORE_NAME b"
    )


def test_closures_are_loaded_as_cells() -> None:
    source = "def f(a):\n  return lambda: a"
    assert "LOAD_CLOSURE a" in listing(first(source))


def test_assert_uses_the_real_exception() -> None:
    contains("def f(a):\n  assert a", "LOAD_COMMON_CONSTANT AssertionError; RAISE_VARARGS 1")


def test_import_star() -> None:
    code = of("from os import *")
    at = code.index("IMPORT_STAR")
    assert code[at + 1 :] in (
        ["LOAD_CONST None", "POP_TOP", "LOAD_CONST None", "RETURN_VALUE"],
        ["LOAD_CONST None", "RETURN_VALUE"],
    )


def test_interactive_expression() -> None:
    ops = [i.op for i in decode(compile("1 + x", "<test>", "single")).instructions]
    assert "PRINT_EXPR" in ops


@pytest.mark.skipif(VERSION < (3, 12), reason="LOAD_SUPER_ATTR is there from 3.12 on")
def test_super() -> None:
    source = "def f(self):\n  return super(A, self).x"
    contains(source, "LOAD_GLOBAL super; LOAD_GLOBAL A; LOAD_FAST self; LOAD_SUPER_ATTR x")
    load = method("m").replace("LOAD_ATTR", "LOAD_ZERO_SUPER_ATTR")
    contains(
        "def f():\n  class A:\n    def f(self): return super().m(1)",
        f"LOAD_GLOBAL super; LOAD_DEREF __class__; LOAD_FAST self; {load}",
    )


@pytest.mark.skipif(VERSION < (3, 12), reason="comprehensions are inlined from 3.12 on")
def test_inlined_comprehension_saves_the_variable_it_hides() -> None:
    contains("def f(a):\n  return [x for x in a]", "LOAD_FAST_AND_CLEAR x; SWAP 2; BUILD_LIST 0")


@pytest.mark.skipif(VERSION < (3, 12), reason="type parameters are there from 3.12 on")
def test_type_parameters() -> None:
    source = "def f[T: int, *Ts, **P](a: T): pass\ntype X[T: (int, str)] = list[T]"
    inner = [c for c in compile(source, "<test>", "exec").co_consts if isinstance(c, CodeType)]
    ops = {i.op for code in inner for i in decode(code).instructions}
    assert ops >= {
        "TYPEVAR_WITH_BOUND",
        "TYPEVAR_WITH_CONSTRAINTS",
        "TYPEVARTUPLE",
        "PARAMSPEC",
        "SET_FUNCTION_TYPE_PARAMS",
        "TYPEALIAS",
    }


@pytest.mark.skipif(VERSION < (3, 14), reason="template strings are there from 3.14 on")
def test_template_string() -> None:
    code = of("lambda a: t'{a!r:>3}'")
    assert code[-3:] == ["BUILD_TUPLE 1", "BUILD_TEMPLATE", "RETURN_VALUE"]
    assert "BUILD_INTERPOLATION 11" in code  # repr << 2, bit 1 always, bit 0: with a format


@pytest.mark.skipif(VERSION < (3, 14), reason="LOAD_SMALL_INT is there from 3.14 on")
def test_small_ints_become_constants_once() -> None:
    code = innermost("lambda a: (a + 7, a - 7, a * 7)")
    canonical = decode(code)
    added = canonical.constants[len(code.co_consts) :]
    assert added == (7,)
