"""What `make bench` measures of freezing: the same objects everywhere, and honest bars."""

from __future__ import annotations

import itertools
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CoroutineType, GeneratorType
from typing import Any

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2]))

from benchmarks.freezing import measure, report, subjects, worker
from benchmarks.freezing.contents import contents

import stillframe

SIZE = 10


@pytest.fixture(autouse=True)
def deep() -> Iterator[None]:
    """A thousand delegates need their depth to run."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(limit)


@pytest.fixture(params=subjects.SUBJECTS)
def subject(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def following(obj: Any) -> list[Any]:
    """What it yields next."""
    if isinstance(obj, list):
        return [following(one) for one in obj]
    if isinstance(obj, CoroutineType):
        return [obj.send(None) for _ in range(3)]
    assert isinstance(obj, GeneratorType)
    return list(itertools.islice(obj, 3))


def test_a_thawed_subject_goes_on(subject: str) -> None:
    make = subjects.SUBJECTS[subject]
    assert following(stillframe.thaw(stillframe.freeze(make(SIZE)))) == following(make(SIZE))


def test_a_subject_outlasts_its_measurement(subject: str) -> None:
    obj = subjects.SUBJECTS[subject](SIZE)
    subjects.advance(obj, subjects.TIMES[subject] + 1)
    assert following(obj)


def test_contents_are_plain_and_whole() -> None:
    assert contents(subjects.SUBJECTS["Fibonacci"](SIZE)) == {"a": 34, "b": 55}
    nested = contents(subjects.SUBJECTS["nested for, try"](SIZE))
    assert nested["rows"] == 1_000 and nested["row"] == 2 and len(nested["stack"]) == 2
    chain = contents(subjects.SUBJECTS["await, 5 deep"](SIZE))
    assert len(chain) == 5 and chain[-1] == {"number": "a"}
    assert len(contents(subjects.SUBJECTS["yield from, 3 deep"](SIZE))) == 3
    assert len(contents(subjects.SUBJECTS["yield from, 1,000 deep"](SIZE))) == 1_000
    together = contents(subjects.SUBJECTS["100,000 together"](SIZE))
    assert together[3] == {"start": 3, "step": 2, "number": 7}
    assert pickle.loads(pickle.dumps(together)) == together


def test_more_than_a_frame_is_kept_whole() -> None:
    obj = subjects.MORE["1,000 records"](SIZE)
    assert len(contents(obj)["records"]) == 1_000
    assert following(stillframe.thaw(stillframe.freeze(obj)))[0] == "record 3"


def test_by_value_is_by_value() -> None:
    data = stillframe.freeze(worker.in_main(SIZE))
    assert b"benchmarks.freezing.subjects" not in data
    assert following(stillframe.thaw(data)) == [55, 89, 144]


@pytest.mark.parametrize("way", ["stillframe", "pickle"])
def test_a_way_of_keeping_is_measured(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "ENOUGH", 1e-5)
    found = worker.Worker(way).keep("Fibonacci", SIZE)
    assert found["size"] > 10 and 0 <= found["freeze"] < 1 and 0 <= found["thaw"] < 1


def test_running_afterwards_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0.1 < worker.Worker("stillframe").run("nested for, try", 1_000)["ratio"] < 10


def results(
    freeze: float = 1.0, afterwards: float = 1.0, dispatch: float = 2.0, slow: str = "Fibonacci"
) -> report.Results:
    python = measure.Python("3.12", "3.12.1")
    for name in measure.NAMES:
        found = measure.Found(afterwards=[afterwards])
        ours = freeze if name == slow else 1.0
        for _ in range(3):
            found.add("stillframe", {"freeze": ours, "thaw": 1.0, "size": 100})
            found.add("pickle", {"freeze": 0.2, "thaw": 0.2, "size": 50})
            found.add("dispatch-py", {"freeze": dispatch, "thaw": dispatch, "size": 70})
        python.found[name] = found
    return report.Results([python], 3)


def met(found: report.Results) -> list[bool | None]:
    return [passed for _, passed, _ in report.bars(found)]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (results(), [True, True, True, True, True]),
        (results(freeze=1.1), [False, True, False, True, True]),
        (results(freeze=1.1, slow=measure.BY_VALUE), [True, True, True, True, True]),
        (results(dispatch=1.9), [False, False, True, True, True]),
        (results(afterwards=1.03), [True, True, True, True, False]),
        (results(afterwards=0.97), [True, True, True, True, False]),
    ],
)
def test_bars(found: report.Results, expected: list[bool]) -> None:
    assert met(found) == expected


def test_a_subject_that_one_python_lacks_is_judged_by_the_others() -> None:
    found = results()
    other = measure.Python("3.13", "3.13.0", missing={"dispatch-py": "nothing for this Python"})
    for name, one in results(freeze=9.0).pythons[0].found.items():
        del one.seconds["dispatch-py"]
        other.found[name] = one
    found.pythons.append(other)
    assert met(found) == [True, True, False, True, True]
    del found.pythons[0].found["Fibonacci"].seconds["dispatch-py"]
    assert met(found)[:2] == [None, None]


def test_report_says_what_was_found() -> None:
    found = results(freeze=1.1)
    found.pythons[0].found["await, 5 deep"].failed["dispatch-py"] = "RecursionError: too deep"
    text = report.render(found)
    assert "| Fibonacci              | 1.10 s / 1.00 s | 2.00 s / 2.00 s |" in text
    assert "- dispatch-py, await, 5 deep: RecursionError: too deep" in text
    assert "freeze: at most half of dispatch-py's time: **NOT MET** (Fibonacci 0.55;" in text


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(None, "-"), (1.22e-6, "1.2 µs"), (0.2e-3, "200 µs"), (0.0123, "12.3 ms"), (2.0, "2.00 s")],
)
def test_durations(seconds: float | None, shown: str) -> None:
    assert report.duration(seconds) == shown
