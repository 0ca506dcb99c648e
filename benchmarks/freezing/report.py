"""What the rounds found: tables, and whether the bars are met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from benchmarks.freezing.measure import DIRECTIONS, Found, Python
from benchmarks.freezing.subjects import SUBJECTS
from benchmarks.measure import Spread
from benchmarks.report import computer, table

# stillframe's time over dispatch-py's and over plain pickle's; thawed over never frozen.
MOST_OVER_DISPATCH_PY = 0.5
MOST_OVER_PICKLE = 5.0
AFTERWARDS = (0.98, 1.02)


@dataclass
class Results:
    pythons: list[Python]
    rounds: int

    def as_data(self) -> dict[str, object]:
        """Everything that was measured, for ``--json``."""
        return {
            "rounds": self.rounds,
            "pythons": [asdict(one) for one in self.pythons],
            "bars": {name: met for name, met, _ in bars(self)},
        }


def duration(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    for unit, size in (("µs", 1e-6), ("ms", 1e-3)):
        value = seconds / size
        if value < 1000:
            return f"{value:.1f} {unit}" if value < 100 else f"{value:.0f} {unit}"
    return f"{seconds:.2f} s"


def ratio(values: Sequence[float]) -> str:
    found = Spread.of(values)
    if found is None:
        return "-"
    return f"{found.median:.2f} ({found.least:.2f} to {found.greatest:.2f})"


def both(cell: Callable[[str], str]) -> list[str]:
    return [cell(direction) for direction in DIRECTIONS]


def times(python: Python) -> list[str]:
    """What each way takes, and how many bytes it makes."""
    rows = []
    for name, found in python.found.items():
        cells = [name]
        for way in ("stillframe", "dispatch-py", "pickle"):
            cells.append(" / ".join(duration(found.median(way, each)) for each in DIRECTIONS))
        sizes = [found.sizes.get(way) for way in ("stillframe", "dispatch-py", "pickle")]
        cells.append(" / ".join("-" if size is None else f"{size:,}" for size in sizes))
        rows.append(cells)
    head = ["freeze / thaw", "stillframe", "dispatch-py", "pickle of a dict", "bytes of each"]
    return table(head, rows)


def ratios(python: Python) -> list[str]:
    """stillframe's times over the others', and a thawed object's over a native one's."""
    rows = []
    for name, found in python.found.items():
        cells = [
            ratio(found.over(way, each)) for way in ("dispatch-py", "pickle") for each in DIRECTIONS
        ]
        rows.append([name, *cells, ratio(found.afterwards)])
    head = ["time over", "dispatch-py: freeze", "thaw", "pickle: freeze", "thaw", "running after"]
    return table(head, rows)


def notes(python: Python) -> list[str]:
    lines = [f"- {way} was not measured: {reason}" for way, reason in python.missing.items()]
    for name, found in python.found.items():
        lines += [f"- {way}, {name}: {reason}" for way, reason in found.failed.items()]
    return ["", *lines] if lines else []


def _medians(results: Results, values: Callable[[Found], list[float]]) -> dict[str, list[float]]:
    """By subject: the median on each Python where there is one."""
    found: dict[str, list[float]] = {}
    for name in SUBJECTS:
        for python in results.pythons:
            spread = Spread.of(values(python.found[name])) if name in python.found else None
            if spread is not None:
                found.setdefault(name, []).append(spread.median)
    return found


def _judged(medians: dict[str, list[float]], least: float, most: float) -> tuple[bool | None, str]:
    """Whether all subjects on all Pythons are in range, and each with its worst."""
    if len(medians) < len(SUBJECTS):
        return None, "not all were measured"

    def unfitness(value: float) -> float:
        return max(value - most, least - value)

    worst = {name: max(values, key=unfitness) for name, values in medians.items()}
    met = all(least <= round(value, 2) <= most for value in worst.values())
    return met, "; ".join(f"{name} {value:.2f}" for name, value in worst.items())


def bars(results: Results) -> list[tuple[str, bool | None, str]]:
    """Name, whether it was met (None: not measured), and the worst of the Pythons by subject."""
    judged: list[tuple[str, bool | None, str]] = []
    for way, most, words in (
        ("dispatch-py", MOST_OVER_DISPATCH_PY, "half of dispatch-py's time"),
        (
            "pickle",
            MOST_OVER_PICKLE,
            f"{MOST_OVER_PICKLE:.0f} times the plain pickle's",
        ),
    ):
        for direction in DIRECTIONS:
            medians = _medians(results, lambda found: found.over(way, direction))  # noqa: B023
            judged.append((f"{direction}: at most {words}", *_judged(medians, 0.0, most)))
    least, most = AFTERWARDS
    medians = _medians(results, lambda found: found.afterwards)
    judged.append(
        (f"running afterwards: {least} to {most} of native", *_judged(medians, least, most))
    )
    return judged


def render(results: Results) -> str:
    """The section's results, as Markdown."""
    machine = computer()
    lines = [
        f"{machine['processor']}, {machine['cores']} cores, {machine['system']}; "
        f"rounds: {results.rounds}."
    ]
    for python in results.pythons:
        lines += ["", f"Python {python.build or python.version}", ""]
        lines += [*times(python), "", *ratios(python), *notes(python)]
    words = {True: "met", False: "NOT MET", None: "not measured"}
    lines += ["", "The bars, with the worst of the Pythons", ""]
    lines += [f"- {name}: **{words[met]}** ({found})" for name, met, found in bars(results)]
    return "\n".join(lines)
