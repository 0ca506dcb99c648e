"""The verdict on records that are made up: what must be complained about is."""

import json
from pathlib import Path

import pytest

from conformance import expected, table
from conformance.comparison import Effort, FileReport, compare
from conformance.interpreters import Interpreter
from conformance.suites import CUTS, LOOP, MACHINE

HERE = Interpreter("3.13", ("not started",))


def records(
    directory: Path, kind: str, outcomes: dict[str, str], file: str = "test_genexps", **more: int
) -> None:
    lines = [{"id": f"test.{file}.{name}", "outcome": o, **more} for name, o in outcomes.items()]
    out = directory / "3.13" / f"{file}.{kind}.jsonl"
    out.parent.mkdir(exist_ok=True)
    out.write_text("\n".join(json.dumps(line) for line in [*lines, {"finished": True}]))


@pytest.fixture
def report(tmp_path: Path) -> FileReport:
    native = dict.fromkeys("abcdef", "pass") | {"skipped": "skip", "x": "expected failure"}
    records(tmp_path, "cpython", native | {"broken": "fail"})
    records(tmp_path, "machine", native | {"a": "fail", "b": "timeout", "skipped": "fail"})
    records(tmp_path, "cpython-broken", dict.fromkeys("abcde", "fail") | {"f": "pass"})
    records(tmp_path, "machine-broken", {"a": "pass", "c": "fail", "d": "pass", "e": "error"})
    return compare(HERE, "test_genexps", tmp_path, Effort(reuse=True))


def cause(*tests: str) -> expected.Cause:
    return expected.Cause("because", frozenset({"3.13"}), frozenset(tests))


def test_only_what_passes_on_cpython_counts(report: FileReport) -> None:
    assert report.counted == 7
    assert sorted(report.failing) == ["test.test_genexps.a", "test.test_genexps.b"]


def test_a_survivor_passes_broken_or_fails_otherwise(report: FileReport) -> None:
    """`a` never passed and `f` survives on CPython too: neither says anything."""
    assert report.mutants == 3
    assert report.survivors == ["test.test_genexps.d", "test.test_genexps.e"]


def test_cuts_are_counted_and_lost_slots_noticed(tmp_path: Path) -> None:
    file = "test_generators"
    records(tmp_path, "cpython", dict.fromkeys("abcde", "pass"), file)
    records(tmp_path, "cuts", dict.fromkeys("abcd", "pass") | {"e": "error"}, file, cuts=3)
    records(tmp_path, "lossy", dict.fromkeys("abcd", "pass") | {"a": "fail"}, file)
    effort = Effort(mutants_coroutines=0, reuse=True)
    report = compare(HERE, file, tmp_path, effort, "cuts")
    assert (report.counted, report.cuts, report.cut, report.noticed) == (5, 15, 4, 1)
    assert list(report.failing) == ["test.test_generators.e"]
    assert "| tests that notice a lost slot | 1 of 4 |" in table.overview([report], CUTS)
    assert table.complaints([report], [], CUTS)[-1] == (
        "3.13: test_generators: 1 of 4 (25.0%) notice that cuts lose a slot"
    )


def test_complaints(report: FileReport) -> None:
    listed = [cause("test_genexps.a", "test_genexps.c", "test_other.z")]
    assert table.complaints([report], listed) == [
        "3.13: coroutine files: 5 of 7 (71.4%) pass, the bar is 98%",
        "3.13: all files: 5 of 7 (71.4%) pass, the bar is 95%",
        "3.13: test_genexps.b: timeout, unlisted",
        "3.13: test_genexps.d: passes with its assertion broken",
        "3.13: test_genexps.e: passes with its assertion broken",
        "3.13: test_genexps.c: listed in expected.toml, but it passes (or isn't there)",
    ]


def test_nothing_to_complain_about() -> None:
    assert table.complaints([FileReport("3.13", "test_genexps", 50, {}, 5, [])], []) == []


def test_the_text(report: FileReport, tmp_path: Path) -> None:
    overview = table.overview([report])
    assert "| test_genexps | 5 / 7 |" in overview
    assert "| broken tests that fail | 1 of 3 |" in overview
    failures = table.failures([report], [cause("test_genexps.a")])
    assert failures.startswith("because\n\n- `test_genexps.a` (3.13)\n\nNo reason is known yet.")
    document = tmp_path / "page.md"
    document.write_text(f"before {table.begin(MACHINE)} old {table.END} after")
    table.write(document, "new")
    assert document.read_text() == f"before {table.begin(MACHINE)}\n\nnew\n\n{table.END} after"


def test_the_list_is_well_formed() -> None:
    for one in [*expected.load(), *expected.load(LOOP.expected)]:
        assert one.reason and one.versions and one.tests
