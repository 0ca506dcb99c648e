"""The exception table."""

import dis

import pytest

from stillframe.bytecode import Handler, decode
from stillframe.bytecode.exception_table import cover, handler_at, handlers, native_rows
from stillframe.errors import DecodeError
from unit.bytecode.listing import first, innermost

NESTED = """
def f(a):
    try:
        with a as b:
            for x in b:
                try:
                    x()
                except* OSError as e:
                    raise
    except (KeyError, ValueError) as e:
        return e
    finally:
        a.close()
"""
FAR = "def f(a):\n  try:\n" + "    a = a + 1.5\n" * 3000 + "  finally:\n    a()"


@pytest.mark.parametrize("source", [NESTED, FAR])
def test_rows_are_those_that_dis_reads(source: str) -> None:
    code = innermost(source)
    expected = [tuple(entry) for entry in dis.Bytecode(code).exception_entries]
    assert list(native_rows(code.co_exceptiontable)) == expected
    assert len(expected) >= 2


@pytest.mark.parametrize("source", [NESTED, FAR])
def test_every_instruction_has_the_handler_of_its_native_one(source: str) -> None:
    code = innermost(source)
    entries = dis.Bytecode(code).exception_entries
    canonical = decode(code)
    for instruction, handler in zip(canonical.instructions, canonical.handler_at, strict=True):
        covering = [e for e in entries if e.start <= instruction.offset < e.end]
        if not covering:
            assert handler is None
            continue
        (entry,) = covering
        assert handler is not None
        assert (handler.depth, handler.lasti) == (entry.depth, entry.lasti)
        assert canonical.instructions[handler.target].offset >= entry.target
        assert canonical.instructions[handler.target - 1].offset < entry.target


def test_a_handler_starts_with_the_exception() -> None:
    code = first("def f(a):\n  try: a()\n  except: pass")
    assert code.instructions[code.handlers[0].target].op == "PUSH_EXC_INFO"


@pytest.mark.parametrize("table", [b"\x84", b"\x84\x02\x08", b"\x84\x02\x08\x41"])
def test_a_table_that_ends_in_the_middle(table: bytes) -> None:
    with pytest.raises(DecodeError, match="ends in the middle"):
        list(native_rows(table))


def test_an_offset_where_nothing_starts() -> None:
    with pytest.raises(DecodeError, match="names offset 6"):
        handlers(bytes([0x80, 1, 3, 0]), {0: 0, 2: 1})


def test_covering_splits_what_was_there() -> None:
    wide, other = Handler(0, 10, 20, 0, True), Handler(12, 14, 30, 1, False)
    special = Handler(4, 5, 25, 2, False)
    rows = cover((wide, other), special)
    assert rows == (
        Handler(0, 4, 20, 0, True),
        special,
        Handler(5, 10, 20, 0, True),
        other,
    )
    at = handler_at(rows, 15)
    assert [row.target if row else None for row in at] == (
        [20] * 4 + [25] + [20] * 5 + [None] * 2 + [30] * 2 + [None]
    )
