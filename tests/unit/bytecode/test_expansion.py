"""The notation of the version tables."""

import dis
import opcode
import sys

import pytest

from stillframe.bytecode import OPERATIONS
from stillframe.bytecode.expansion import Native, read_table, revised
from stillframe.bytecode.versions import SUPPORTED, table_for


@pytest.mark.parametrize("version", SUPPORTED)
def test_every_table_reads(version: tuple[int, int]) -> None:
    rows = read_table(table_for(version))
    assert {"RESUME", "LOAD_CONST", "YIELD_VALUE", "CALL"} <= set(rows)


def test_every_instruction_that_the_compiler_writes_has_a_row() -> None:
    never_written = {
        *("EXTENDED_ARG", "CACHE"),  # not instructions of their own
        *("RESERVED", "INTERPRETER_EXIT", "EXIT_INIT_CHECK", "ENTER_EXECUTOR"),  # the interpreter's
    }
    real = {
        name
        for name, number in opcode.opmap.items()
        if number < 256 and not name.startswith("INSTRUMENTED_")
    }
    rows = set(read_table(table_for(sys.version_info[:2])))
    assert real - rows == never_written & real
    assert rows <= real


def test_every_operation_comes_from_some_version() -> None:
    written = {
        step.op
        for version in SUPPORTED
        for row in read_table(table_for(version)).values()
        for steps in (row.usual or (), *row.by_argument.values(), *row.after.values())
        for step in steps
    }
    assert written == set(OPERATIONS)


def test_rows_and_conditions() -> None:
    rows = read_table(
        {
            "A": "NOP; COPY arg if 2; SWAP 2 if not 1; POP_TOP if 3 4",
            "A 7": "POP_TOP",
            "A after B": "",
            "B": None,
        }
    )
    usual = rows["A"].steps(0, "")
    assert usual is not None
    assert [step.op for step in usual] == ["NOP", "COPY", "SWAP", "POP_TOP"]
    assert [step.when for step in usual] == [
        (),
        ((2, True),),
        ((1, False),),
        ((3, True), (4, True)),
    ]
    assert rows["A"].steps(7, "") == (read_table({"X": "POP_TOP"})["X"].usual)
    assert rows["A"].steps(7, "B") == ()
    assert rows["B"].skipped
    assert read_table({"C 1": "NOP"})["C"].steps(2, "") is None


@pytest.mark.parametrize("text", ["NO_SUCH_OPERATION", "POP_TOP arg", "LOAD_CONST"])
def test_mistakes_in_a_row(text: str) -> None:
    with pytest.raises((KeyError, ValueError), match=r"NO_SUCH|operand doesn't fit"):
        read_table({"A": text})


def test_a_revised_table_drops_every_row_of_an_opcode() -> None:
    base = {"A": "NOP", "A 1": "POP_TOP", "A after B": "", "B": "NOP"}
    assert revised(base, gone="A", rows={"C": "NOP"}) == {"B": "NOP", "C": "NOP"}


def test_constants_that_compare_equal_stay_apart() -> None:
    native = Native((), ("x",), frozenset())
    assert [native.constant(value) for value in (1, True, 1, None)] == [1, 2, 1, 3]
    assert native.constants == ["x", 1, True, None]


def test_the_operators_are_in_the_interpreter_s_order() -> None:
    rows = table_for(sys.version_info[:2])
    for index, (_, sign) in enumerate(dis._nb_ops):  # type: ignore[attr-defined]
        expected = "BINARY_SUBSCR" if sign == "[]" else f"BINARY_OP {sign}"
        assert rows[f"BINARY_OP {index}"] == expected
