"""One file on CPython and on another engine, whole and with broken assertions."""

from dataclasses import dataclass, field
from pathlib import Path

from .interpreters import Interpreter
from .suites import COROUTINES, LOST
from .supervise import OUTSIDE, Job, Result, run

MISSING = Result("missing", "the engine's run didn't come to this test")


@dataclass
class FileReport:
    """`counted` tests pass on CPython; of them `failing` don't pass on the engine.

    `mutants` tests pass on both, and fail on CPython when an assertion is broken; the `survivors`
    among them don't fail on the engine, or not in the same way. `cuts` were made of suspended
    frames of the tests' own, and `refused` could not be; `cut` tests pass with such cuts, and
    `noticed` of them fail when each cut loses a slot (None: not tried).
    """

    version: str
    file: str
    counted: int = 0
    failing: dict[str, Result] = field(default_factory=dict)
    mutants: int = 0
    survivors: list[str] = field(default_factory=list)
    cuts: int = 0
    refused: int = 0
    cut: int = 0
    noticed: int | None = None

    @property
    def passing(self) -> int:
        return self.counted - len(self.failing)


@dataclass(frozen=True)
class Effort:
    """How much is run, and how long a test may take on the engine."""

    timeout: float = 60.0
    mutants_coroutines: int = 8
    mutants_language: int = 2
    reuse: bool = False  # take what an earlier run left, instead of running again
    only: tuple[str, ...] = ()


def compare(
    interpreter: Interpreter,
    file: str,
    directory: Path,
    effort: Effort,
    against: str = "machine",
) -> FileReport:
    """Run `file` on CPython and `against`, and judge it. The records stay in `directory`."""
    report = FileReport(interpreter.version, file)
    engines = ("cpython", against)
    whole = {engine: _run(interpreter, file, engine, directory, effort) for engine in engines}
    native, other = whole["cpython"], whole[against]
    passing = [name for name, result in native.items() if result.passed]
    report.counted = len(passing)
    # Died before the first test: then that is why each is missing.
    missing = other.get(OUTSIDE, MISSING)
    found = {name: other.get(name, missing) for name in passing}
    report.failing = {name: result for name, result in found.items() if not result.passed}

    limit = effort.mutants_coroutines if file in COROUTINES else effort.mutants_language
    if limit and report.passing:
        broken = {
            engine: _run(interpreter, file, engine, directory, effort, limit) for engine in engines
        }
        for name, result in broken["cpython"].items():
            if result.passed or not found.get(name, MISSING).passed:
                continue  # breaking it says nothing
            report.mutants += 1
            if broken[against].get(name, MISSING).outcome != result.outcome:
                report.survivors.append(name)
    if against == "cuts":
        report.cuts = sum(result.cuts for result in other.values())
        report.refused = sum(result.refused for result in other.values())
        cut = [name for name, result in found.items() if result.passed and result.cuts]
        report.cut = len(cut)
        if file in LOST:
            lossy = _run(interpreter, file, "lossy", directory, effort)
            report.noticed = sum(not lossy.get(name, MISSING).passed for name in cut)
    return report


def _run(
    interpreter: Interpreter,
    file: str,
    engine: str,
    directory: Path,
    effort: Effort,
    mutants: int | None = None,
) -> dict[str, Result]:
    mutate = mutants is not None
    kind = f"{engine}-broken" if mutate else engine
    out = directory / interpreter.version / f"{file}.{kind}.jsonl"
    if not effort.reuse:
        out.unlink(missing_ok=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    job = Job(interpreter, f"test.{file}", engine, mutate, mutants, effort.only)
    # Some tests wait for ever for what their frame has lost.
    timeout = min(effort.timeout, 15) if engine == "lossy" else effort.timeout
    return run(job, out, timeout=timeout)
