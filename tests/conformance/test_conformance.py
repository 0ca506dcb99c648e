"""The coroutine files of Lib/test on the running Python; `make conformance` runs all of them."""

import sys
from pathlib import Path

import pytest

from conformance import expected
from conformance.comparison import Effort, compare
from conformance.interpreters import native
from conformance.suites import BAR_LOST, COROUTINES

VERSION = "{}.{}".format(*sys.version_info)


@pytest.mark.parametrize("file", COROUTINES)
@pytest.mark.parametrize("engine", ["machine", pytest.param("cuts", marks=pytest.mark.slow)])
def test_as_on_cpython(engine: str, file: str, tmp_path: Path) -> None:
    interpreter = native(VERSION)
    assert interpreter is not None
    pytest.importorskip(f"test.{file}", reason="this Python comes without its tests")
    effort = Effort(timeout=60, mutants_coroutines=4)
    report = compare(interpreter, file, tmp_path, effort, engine)
    unlisted = expected.unlisted(expected.load(), report)
    assert not unlisted, "\n\n".join(report.failing[test].detail for test in unlisted)
    assert report.mutants > 0 or not report.passing  # test_genexps is one long doctest
    assert not report.survivors, "tests pass with a broken assertion"
    assert report.noticed is None or report.noticed >= BAR_LOST * report.cut
