"""What 3.11's code gets that later versions have: both are right about any version's code."""

import sys

import pytest

from stillframe.bytecode import Code, analyse, decode
from stillframe.bytecode.bound import bound_before
from unit.bytecode.listing import a_module, first, innermost, of


def bound_at(code: Code, op: str, name: str) -> bool:
    slot = code.slots.index(name)
    index = [(one.op, one.arg) for one in code.instructions].index((op, slot))
    known = bound_before(code)[index]
    assert known is not None
    return bool(known >> slot & 1)


@pytest.mark.parametrize(
    ("source", "op"),
    [
        ("def f(a): return a", "LOAD_FAST"),
        ("def f(*a): return a", "LOAD_FAST"),
        ("def f(*, a): return a", "LOAD_FAST"),
        ("def f(**a): return a", "LOAD_FAST"),
        ("def f():\n  a = 1\n  return a", "LOAD_FAST"),
        ("def f(b):\n  if b: a = 1\n  return a", "LOAD_FAST_CHECK"),
        ("def f(b):\n  for a in b: pass\n  return a", "LOAD_FAST_CHECK"),
        ("def f(b):\n  for a in b: return a", "LOAD_FAST"),
        ("def f(a):\n  del a\n  return a", "LOAD_FAST_CHECK"),
        ("def f(b):\n  try: a = b()\n  except E: return a", "LOAD_FAST_CHECK"),
        ("def f(b):\n  if b: a = 1\n  try: a.x\n  except E: return a", "LOAD_FAST_CHECK"),
        ("def f(b):\n  a = 1\n  try: b()\n  except E: return a", "LOAD_FAST"),
        ("def f(b):\n  try: a = b()\n  finally: pass\n  return a", "LOAD_FAST"),
        ("def f(a):\n  while a: a = 1\n  return a", "LOAD_FAST"),
    ],
)
def test_only_what_may_be_unbound_is_checked(source: str, op: str) -> None:
    loads = [line for line in of(source) if line.startswith("LOAD_FAST") and line.endswith(" a")]
    assert loads[-1] == f"{op} a"


@pytest.mark.skipif(sys.version_info < (3, 12), reason="3.11's compiler makes no difference")
def test_we_find_bound_what_the_compiler_finds_bound() -> None:
    seen = {True: 0, False: 0}
    for code in map(decode, a_module()):
        for one, known in zip(code.instructions, bound_before(code), strict=True):
            if one.op in ("LOAD_FAST", "LOAD_FAST_CHECK") and known is not None:
                assert isinstance(one.arg, int)
                is_bound = bool(known >> one.arg & 1)
                assert is_bound is (one.op == "LOAD_FAST"), (code.qualname, code.slots[one.arg])
                seen[is_bound] += 1
    assert min(seen.values()) > 0


def test_what_is_thrown_into_a_delegating_generator_meets_cleanup_throw() -> None:
    source = "async def f(a):\n  try:\n    for x in a:\n      await x\n  finally:\n    a()"
    code = decode(innermost(source))
    stacks = analyse(code)
    delegating = [
        i for i, one in enumerate(code.instructions) if (one.op, one.arg) == ("YIELD_VALUE", 1)
    ]
    assert len(delegating) == 1
    for index in delegating:
        handler = code.handler_at[index]
        stack = stacks[index]
        assert handler is not None and stack is not None
        assert code.instructions[handler.target].op == "CLEANUP_THROW"
        assert (handler.depth, handler.lasti) == (len(stack), False)
        outer = code.handler_at[handler.target]
        assert outer is not None  # what it raises again goes to the finally clause
        assert code.instructions[outer.target].op == "PUSH_EXC_INFO"


def test_the_result_of_a_throw_goes_where_that_of_a_send_goes() -> None:
    code = first("def f(a):\n  return (yield from a)")
    index = [one.op for one in code.instructions].index("CLEANUP_THROW")
    jump = code.instructions[index + 1]
    assert jump.op in ("JUMP", "JUMP_BACKWARD")
    assert isinstance(jump.arg, int)
    assert code.instructions[jump.arg].op == "END_SEND"
    sends = [one.arg for one in code.instructions if one.op == "SEND"]
    assert sends == [jump.arg]
