"""The tests that don't pass though they do on CPython, each with its reason: `expected.toml`."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .comparison import FileReport
from .suites import MACHINE

FILE = MACHINE.expected


@dataclass(frozen=True)
class Cause:
    """`tests` are ids without the leading `test.`, and count under every one of `versions`."""

    reason: str
    versions: frozenset[str]
    tests: frozenset[str]

    def covers(self, version: str, test: str) -> bool:
        return version in self.versions and short(test) in self.tests


def short(test: str) -> str:
    return test.removeprefix("test.")


def load(file: Path = FILE) -> list[Cause]:
    """The causes in `file`, as they stand there."""
    tables = tomllib.loads(file.read_text(encoding="utf-8")).get("cause", [])
    return [
        Cause(
            " ".join(table["reason"].split()),
            frozenset(table["versions"]),
            frozenset(table["tests"]),
        )
        for table in tables
    ]


def unlisted(causes: Iterable[Cause], report: FileReport) -> list[str]:
    """The tests of `report` that fail without a reason."""
    causes = list(causes)
    return [
        test
        for test in report.failing
        if not any(cause.covers(report.version, test) for cause in causes)
    ]


def outlived(causes: Iterable[Cause], reports: Iterable[FileReport]) -> list[tuple[str, str]]:
    """(version, test) that is listed as failing and wasn't seen to fail in a file that was run."""
    reports = list(reports)
    run = {(report.version, report.file) for report in reports}
    failing = {(report.version, short(test)) for report in reports for test in report.failing}
    return [
        (version, test)
        for cause in causes
        for version in sorted(cause.versions)
        for test in sorted(cause.tests)
        if any(v == version and test.startswith(f"{file}.") for v, file in run)
        and (version, test) not in failing
    ]
