"""The comparison as Markdown, and its verdict."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from .comparison import FileReport
from .expected import Cause, outlived, short, unlisted
from .suites import BAR_LOST, CUTS, MACHINE, Suite


def share(reports: Iterable[FileReport]) -> tuple[int, int]:
    reports = list(reports)
    return sum(report.passing for report in reports), sum(report.counted for report in reports)


def versions_of(reports: Sequence[FileReport]) -> list[str]:
    return sorted({report.version for report in reports})


def percent(passing: int, counted: int) -> str:
    return f"{passing} of {counted} ({100 * passing / counted:.1f}%)" if counted else "none"


def overview(reports: Sequence[FileReport], suite: Suite = MACHINE) -> str:
    """One row a file, one column a version: tests that pass on the engine / on CPython."""
    versions = versions_of(reports)
    cells = {(report.file, report.version): report for report in reports}
    files = list(dict.fromkeys(report.file for report in reports))
    known = {file: place for files in suite.files.values() for place, file in enumerate(files)}
    files.sort(key=lambda file: known[file])

    def cell(file: str, version: str) -> str:
        report = cells.get((file, version))
        return f"{report.passing} / {report.counted}" if report else ""

    def total(wanted: Iterable[str]) -> list[str]:
        chosen = set(wanted)
        return [
            percent(*share(r for r in reports if r.version == version and r.file in chosen))
            for version in versions
        ]

    def mutants(version: str) -> str:
        chosen = [report for report in reports if report.version == version]
        survived = sum(len(report.survivors) for report in chosen)
        made = sum(report.mutants for report in chosen)
        return f"{made - survived} of {made}"

    rows = [["", *versions], ["---", *("---:" for _ in versions)]]
    rows += [[file, *(cell(file, version) for version in versions)] for file in files]
    rows += [[f"**the {bar.name} files**", *total(bar.files)] for bar in suite.bars if bar.files]
    rows += [["**all**", *total(files)]]
    rows += [["broken tests that fail", *(mutants(version) for version in versions)]]
    if suite is CUTS:
        by_version = [[r for r in reports if r.version == version] for version in versions]
        rows += [[what, *map(count, by_version)] for what, count in COUNTS.items()]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _noticed(reports: Sequence[FileReport]) -> str:
    tried = [report for report in reports if report.noticed is not None]
    return f"{sum(r.noticed or 0 for r in tried)} of {sum(r.cut for r in tried)}"


COUNTS: dict[str, Callable[[Sequence[FileReport]], str]] = {
    "tests whose own frames were cut": lambda reports: str(sum(r.cut for r in reports)),
    "cuts of those frames": lambda reports: f"{sum(r.cuts for r in reports):,}",
    "frames that could not be read": lambda reports: str(sum(r.refused for r in reports)),
    "tests that notice a lost slot": _noticed,
}


def failures(reports: Sequence[FileReport], causes: Sequence[Cause]) -> str:
    """What fails, by reason; then what has no reason yet."""
    failing = [(report.version, test) for report in reports for test in report.failing]
    parts = []
    for cause in causes:
        seen: dict[str, list[str]] = {}
        for version, test in failing:
            if cause.covers(version, test):
                seen.setdefault(short(test), []).append(version)
        if seen:
            lines = [f"- `{test}` ({', '.join(versions)})" for test, versions in seen.items()]
            parts.append("\n".join([cause.reason, "", *lines]))
    without = [f"- `{short(test)}` ({r.version})" for r in reports for test in unlisted(causes, r)]
    if without:
        parts.append("\n".join(["No reason is known yet.", "", *without]))
    return "\n\n".join(parts) or "None."


def complaints(
    reports: Sequence[FileReport], causes: Sequence[Cause], suite: Suite = MACHINE
) -> list[str]:
    """Why the run isn't good enough; empty if it is."""
    found = []
    for version in versions_of(reports):
        mine = [report for report in reports if report.version == version]
        for bar in suite.bars:
            passing, counted = share(r for r in mine if not bar.files or r.file in bar.files)
            if passing < bar.share * counted:
                got = percent(passing, counted)
                found.append(f"{version}: {bar.name} files: {got} pass, the bar is {bar.share:.0%}")
        for report in mine:
            if not report.counted:
                found.append(f"{version}: {report.file}: no test passes on CPython")
            for test in unlisted(causes, report):
                found.append(f"{version}: {short(test)}: {report.failing[test].outcome}, unlisted")
            for test in report.survivors:
                found.append(f"{version}: {short(test)}: passes with its assertion broken")
            if report.noticed is not None and report.noticed < BAR_LOST * report.cut:
                got = percent(report.noticed, report.cut)
                found.append(f"{version}: {report.file}: {got} notice that cuts lose a slot")
    for version, test in outlived(causes, reports):
        listed = f"listed in {suite.expected.name}"
        found.append(f"{version}: {test}: {listed}, but it passes (or isn't there)")
    return found


def begin(suite: Suite) -> str:
    return f"<!-- begin: written by `{suite.command}` -->"


END = "<!-- end -->"


def write(file: Path, text: str, suite: Suite = MACHINE) -> None:
    """Put `text` between the suite's two marks in `file`."""
    before, _, rest = file.read_text(encoding="utf-8").partition(begin(suite))
    _, _, after = rest.partition(END)
    file.write_text(f"{before}{begin(suite)}\n\n{text}\n\n{END}{after}", encoding="utf-8")
