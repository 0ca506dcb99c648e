"""What the run found of the machine, as text: tables, the two bars; and the page in docs/."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.costs import Costs
from benchmarks.environments import MACHINE_PYTHONS
from benchmarks.measure import Lane, Spread

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- results: written by the benchmarks -->", "<!-- end of results -->"
BEGIN_FREEZING = "<!-- results of freezing: written by the benchmarks -->"

# Time over CPython's of the same version, and over the machine's.
MOST_OVER_CPYTHON = 30.0
LEAST_OVER_X_PYTHON = 15.0


@dataclass
class Results:
    programs: Sequence[str]
    lanes: list[Lane]
    costs: list[Costs]
    rounds: int

    def of(self, engine: str) -> list[Lane]:
        return [lane for lane in self.lanes if lane.engine == engine]

    def broken(self) -> bool:
        """Whether the machine failed at something that it should do."""
        failed = any(lane.failed for lane in self.of("stillframe"))
        return failed or any(each.failed for each in self.costs)

    def as_data(self) -> dict[str, object]:
        """Everything that was measured, for ``--json``."""
        return {
            "machine": computer(),
            "rounds": self.rounds,
            "lanes": [asdict(lane) for lane in self.lanes],
            "costs": [asdict(each) for each in self.costs],
            "bars": {name: passed for name, passed, _ in bars(self)},
        }


def computer() -> dict[str, str]:
    """The processor, the number of cores, the system; nothing that names the host."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return {"processor": model, "cores": str(os.cpu_count()), "system": platform.system()}


def number(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def spread(found: Spread | None) -> str:
    if found is None:
        return "-"
    return f"{number(found.median)} ({number(found.least)} to {number(found.greatest)})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table that reads well as plain text too."""
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    align = [str.ljust, *[str.rjust] * (len(head) - 1)]

    def line(cells: Sequence[str]) -> str:
        padded = [put(cell, width) for put, cell, width in zip(align, cells, widths, strict=True)]
        return "| " + " | ".join(padded) + " |"

    rules = ["-" * widths[0], *["-" * (width - 1) + ":" for width in widths[1:]]]
    return [line(head), "| " + " | ".join(rules) + " |", *map(line, rows)]


def ratios(results: Results, lanes: list[Lane]) -> list[str]:
    """Programs down, Pythons across; in the last row the geometric means of the rounds."""
    rows = [
        [program, *[spread(Spread.of(lane.ratios.get(program, ()))) for lane in lanes]]
        for program in results.programs
    ]
    rows.append(["geometric mean", *[spread(Spread.of(lane.geometric_means())) for lane in lanes]])
    return table(["program", *[f"Python {lane.version}" for lane in lanes]], rows)


def notes(lanes: list[Lane]) -> list[str]:
    """What was not measured, and why."""
    lines = []
    for lane in lanes:
        where = f"- {lane.engine} on {lane.version}:"
        if lane.missing:
            lines.append(f"{where} not measured: {lane.missing}")
        for reason in dict.fromkeys(lane.failed.values()):
            programs = [name for name, why in lane.failed.items() if why == reason]
            lines.append(f"{where} {', '.join(programs)} failed: {reason}")
    return ["", *lines] if lines else []


def median(lane: Lane, program: str | None) -> float | None:
    """A program's median ratio; with None that of the geometric means."""
    values = lane.geometric_means() if program is None else lane.ratios.get(program, [])
    found = Spread.of(values)
    return found.median if found else None


def factor(results: Results, program: str | None) -> float | None:
    """x-python's least ratio over the machine's greatest: the least flattering pair of Pythons."""
    ours = [median(lane, program) for lane in results.of("stillframe") if not lane.missing]
    theirs = [median(lane, program) for lane in results.of("x-python") if not lane.missing]
    if not ours or not theirs or None in ours or None in theirs:
        return None
    return min(filter(None, theirs)) / max(filter(None, ours))


def factors(results: Results) -> list[str]:
    def cell(program: str | None) -> str:
        found = factor(results, program)
        return "-" if found is None else number(found)

    rows = [[program, cell(program)] for program in results.programs]
    return table(["program", "factor"], [*rows, ["geometric mean", cell(None)]])


def bars(results: Results) -> list[tuple[str, bool | None, str]]:
    """Name, whether it was met (None: not measured), and what was found."""
    lanes = {lane.version: median(lane, None) for lane in results.of("stillframe")}
    means = [lanes.get(version) for version in MACHINE_PYTHONS]
    found = ", ".join(
        f"{'-' if mean is None else number(mean)} on {version}"
        for version, mean in zip(MACHINE_PYTHONS, means, strict=True)
    )
    met = None if None in means else max(filter(None, means)) <= MOST_OVER_CPYTHON
    times = factor(results, None)
    return [
        (f"at most {MOST_OVER_CPYTHON:.0f} times CPython's time", met, found),
        (
            f"at least {LEAST_OVER_X_PYTHON:.0f} times faster than x-python",
            None if times is None else times >= LEAST_OVER_X_PYTHON,
            "-" if times is None else f"{number(times)} times",
        ),
    ]


def verdicts(results: Results) -> list[str]:
    words = {True: "met", False: "NOT MET", None: "not measured"}
    return [f"- {name}: **{words[passed]}** ({found})" for name, passed, found in bars(results)]


def imports(costs: list[Costs]) -> list[str]:
    rows = []
    for each in costs:
        if each.imported:
            found = each.imported
            cells = [f"{found.total:.0f} ms", f"{found.own:.0f} ms", str(found.modules)]
            rows.append([f"Python {each.version}", *cells])
    return table(["import stillframe.machine", "in all", "own modules", "how many"], rows)


def cold_starts(programs: Sequence[str], costs: list[Costs]) -> list[str]:
    """First calls by program and Python; the size of a program is nearly the same on all."""
    rows = []
    for program in programs:
        found = [each.cold.get(program) for each in costs]
        known = next((each for each in found if each), None)
        size = f"{known.functions} / {known.instructions}" if known else "-"
        times = [f"{c.first_call:.1f} / {c.decoding:.1f}" if c else "-" for c in found]
        rows.append([program, size, *times])
    head = ["program", "functions / instructions"]
    return table([*head, *[f"Python {each.version}, ms" for each in costs]], rows)


def render(results: Results) -> str:
    """The whole report, as Markdown."""
    machine = computer()
    ours, theirs = results.of("stillframe"), results.of("x-python")
    builds = {lane.version: lane.build for lane in results.lanes if lane.build}
    lines = [
        f"{machine['processor']}, {machine['cores']} cores, {machine['system']}; "
        f"rounds: {results.rounds}.",
        "",
        *[f"- {build}" for build in builds.values()],
        "",
        "The machine: time over CPython's of the same version, median (least to greatest)",
        "",
        *ratios(results, ours),
        *notes(ours),
    ]
    if theirs:
        lines += ["", "x-python: the same", "", *ratios(results, theirs), *notes(theirs), ""]
        lines += ["How many times faster the machine is", "", *factors(results)]
    if results.costs:
        lines += ["", "What is paid once", "", *imports(results.costs), ""]
        lines += ["First call, beyond a later one / decoding alone", ""]
        lines += cold_starts(results.programs, results.costs)
        lacking = [f"- {each.version}: {each.failed}" for each in results.costs if each.failed]
        lines += ["", *lacking] if lacking else []
    return "\n".join([*lines, "", "The bars", "", *verdicts(results)])


def write(text: str, begin: str = BEGIN) -> Path:
    """Put a report in its place on the page; gives the page's path."""
    page = PAGE.read_text()
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{begin}\n\n{text}\n\n{END}{after}")
    return PAGE
