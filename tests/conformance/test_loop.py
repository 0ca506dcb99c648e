"""Some of asyncio's own tests on our loop; `make conformance-asyncio` runs all of them."""

import subprocess
import sys
from pathlib import Path

import pytest

from conformance import expected, supervise
from conformance.comparison import Effort, compare
from conformance.interpreters import ROOT, environment, native
from conformance.suites import LOOP

VERSION = "{}.{}".format(*sys.version_info)
needs_sockets = pytest.mark.skipif(
    VERSION not in LOOP.files or sys.platform == "emscripten", reason="asyncio's tests need sockets"
)

# Those that say most about a loop in the least time.
QUICK = ("test_base_events", "test_futures2", "test_queues", "test_selector_events")


@needs_sockets
@pytest.mark.parametrize("name", QUICK)
def test_on_our_loop(name: str, tmp_path: Path) -> None:
    interpreter = native(VERSION)
    assert interpreter is not None
    pytest.importorskip("test.test_asyncio", reason="this Python comes without its tests")
    report = compare(interpreter, f"test_asyncio.{name}", tmp_path, Effort(), LOOP.engine)
    unlisted = expected.unlisted(expected.load(LOOP.expected), report)
    assert not unlisted, "\n\n".join(report.failing[test].detail for test in unlisted)
    assert report.passing > 0 and report.mutants > 0
    assert not report.survivors, "tests pass with a broken assertion"


BROKEN = {
    "handles in reverse": ("_run_ready", "self._ready.reverse(); true(self)"),
    "handles twice": ("_run_ready", "self._ready.extend(list(self._ready)); true(self)"),
    "cancelled timers stay": ("_drop_cancelled", "pass"),
}

RUNNER = """
from tests.conformance import runner
from stillframe.loop.turn import Turns

def broken(self):
    {how}

true, Turns.{method} = Turns.{method}, broken
runner.main()
"""


@needs_sockets
@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_loop_fails(what: str, tmp_path: Path) -> None:
    """It is our loop that the tests run on: broken, they fail."""
    pytest.importorskip("test.test_asyncio", reason="this Python comes without its tests")
    method, how = BROKEN[what]
    out = tmp_path / "out.jsonl"
    program = RUNNER.format(method=method, how=how)
    arguments = ["--engine", "loop", "--out", str(out), "test.test_asyncio.test_base_events"]
    subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        timeout=120,
        check=True,
    )
    results, finished, _ = supervise.read(out)
    assert finished
    assert any(result.outcome in ("fail", "error") for result in results.values())
