"""CPython's own tests on the machine, or on our event loop, as a table.

python -m tests.conformance             the language's, on the machine
python -m tests.conformance cuts        those of coroutines, cut at every suspension
python -m tests.conformance asyncio     asyncio's, with our loop in the place of its own
"""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor

from . import expected, table
from .comparison import Effort, FileReport, compare
from .interpreters import BUILD, ROOT, Interpreter, find
from .suites import CUTS, LOOP, MACHINE

SUITES = {"cuts": CUTS, "asyncio": LOOP}
DOCUMENT = ROOT / "docs" / "conformance.md"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.conformance",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="*", help="test_generators ...; all when none is named")
    parser.add_argument("--python", action="append", choices=[*MACHINE.files], help="3.12 ...; all")
    parser.add_argument("--jobs", type=int, default=2, help="files at the same time (2)")
    parser.add_argument("--timeout", type=float, default=60, help="seconds for a test (60)")
    parser.add_argument("--only", action="append", default=[], help="tests with this in their id")
    parser.add_argument("--reuse", action="store_true", help="keep what earlier runs found")
    parser.add_argument("--no-mutants", action="store_true", help="without the mutation control")
    parser.add_argument("--details", action="store_true", help="print each failure's traceback")
    parser.add_argument("--write", action="store_true", help=f"update {DOCUMENT.name}")
    options = parser.parse_args()

    effort = Effort(options.timeout, reuse=options.reuse, only=tuple(options.only))
    if options.no_mutants:
        effort = Effort(options.timeout, 0, 0, options.reuse, tuple(options.only))
    suite = SUITES.get(options.files[0], MACHINE) if options.files else MACHINE
    named = options.files if suite is MACHINE else options.files[1:]
    pairs: list[tuple[Interpreter, str]] = []
    for version in suite.files:
        if options.python and version not in options.python:
            continue
        interpreter = find(version)
        if isinstance(interpreter, str):
            print(f"{version}: skipped: {interpreter}", file=sys.stderr)
            continue
        wanted = [file for file in suite.files[version] if not named or file in named]
        pairs += [(interpreter, file) for file in wanted]

    def one(pair: tuple[Interpreter, str]) -> FileReport:
        report = compare(*pair, BUILD / "results", effort, suite.engine)
        print(progress(report), file=sys.stderr, flush=True)
        return report

    with ThreadPoolExecutor(options.jobs) as pool:
        reports = list(pool.map(one, pairs))
    causes = expected.load(suite.expected)
    overview, failing = table.overview(reports, suite), table.failures(reports, causes)
    print(overview, "", failing, sep="\n")
    if options.details:
        for report in reports:
            for test, result in report.failing.items():
                print(f"\n== {report.version} {test}: {result.outcome}\n{result.detail}")
    if options.write:
        heading = "## What doesn't pass" if suite is MACHINE else "### What doesn't pass"
        table.write(DOCUMENT, f"{overview}\n\n{heading}\n\n{failing}", suite)
    complaints = table.complaints(reports, causes, suite)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


def progress(report: FileReport) -> str:
    survivors = f", {len(report.survivors)} SURVIVE" if report.survivors else ""
    return (
        f"{report.version} {report.file}: {report.passing} / {report.counted}"
        f" (broken: {report.mutants}{survivors})"
    )


if __name__ == "__main__":
    sys.exit(main())
