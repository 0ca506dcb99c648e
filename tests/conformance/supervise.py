"""Run a test file in a process of its own, watch it, and start it again after a culprit."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from .interpreters import ROOT, Interpreter, environment

TIMEOUT, CRASH = "timeout", "crash"
OUTSIDE = "<outside the tests>"  # died while loading the module, or between two tests


@dataclass(frozen=True)
class Result:
    outcome: str
    detail: str = ""
    seconds: float = 0.0
    cuts: int = 0  # of suspended frames of the test's own
    refused: int = 0  # frames that went uncut

    @property
    def passed(self) -> bool:
        return self.outcome in ("pass", "expected failure")


@dataclass(frozen=True)
class Job:
    """One file on one engine, whole or with its assertions broken."""

    interpreter: Interpreter
    module: str
    engine: str
    mutate: bool = False
    limit: int | None = None
    only: tuple[str, ...] = ()

    def command(self, out: Path) -> list[str]:
        arguments = ["--engine", self.engine, "--out", str(out), self.module]
        if self.interpreter.lib:
            arguments += ["--lib", str(self.interpreter.lib)]
        if self.mutate:
            arguments += ["--mutate"]
        if self.limit is not None:
            arguments += ["--limit", str(self.limit)]
        for part in self.only:
            arguments += ["--only", part]
        runner = f"{__package__}.runner"
        if runner.split(".")[0] != "tests":  # imported from within tests/
            runner = f"tests.{runner}"
        return self.interpreter.run_module(runner, *arguments)


def run(job: Job, out: Path, *, timeout: float, loading: float | None = None) -> dict[str, Result]:
    """Run `job`, with its records in `out`, until every test has an outcome.

    A test that says nothing for `timeout` seconds is ended and counts as a timeout, one whose
    process dies as a crash; then the rest goes on in a new process. Loading the module may take
    `loading` seconds (three times `timeout`).
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    log = out.with_suffix(".log")
    results, finished, _ = read(out)
    if finished:
        return results
    while True:
        with log.open("w") as stream:
            hung = _watch(job, out, stream, timeout, loading or 3 * timeout)
        results, finished, running = read(out)
        if finished:
            return results
        culprit = {
            "id": running or OUTSIDE,
            "outcome": TIMEOUT if hung else CRASH,
            "seconds": timeout if hung else 0.0,
            "detail": log.read_text(errors="replace")[-6000:],
        }
        _append(out, culprit)
        if running is None:
            return read(out)[0]


def read(out: Path) -> tuple[dict[str, Result], bool, str | None]:
    """The results so far, whether the run came to its end, and the test that was running."""
    results: dict[str, Result] = {}
    finished, running = False, None
    lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
    for line in lines:
        match json.loads(line):
            case {"start": name}:
                running = name
            case {"id": name, "outcome": outcome, **rest}:
                seconds = rest.get("seconds", 0.0)
                cuts, refused = rest.get("cuts", 0), len(rest.get("refused", ()))
                results[name] = Result(outcome, rest.get("detail", ""), seconds, cuts, refused)
                running = None
            case {"finished": True}:
                finished = True
    return results, finished, running


def _watch(job: Job, out: Path, log: object, timeout: float, loading: float) -> bool:
    """Run one process to its end; True if it had to be ended."""
    process = subprocess.Popen(
        job.command(out),
        stdin=subprocess.DEVNULL,
        stdout=log,  # type: ignore[call-overload]
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        env=environment(),
        start_new_session=sys.platform != "win32",
    )
    size = out.stat().st_size if out.exists() else 0
    limit, since = loading, time.monotonic()
    try:
        while process.poll() is None:
            time.sleep(0.05)
            now = out.stat().st_size if out.exists() else 0
            if now != size:
                size, limit, since = now, timeout, time.monotonic()
            elif time.monotonic() - since > limit:
                process.send_signal(signal.SIGABRT)  # faulthandler prints where it is
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                return True
        return False
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _append(out: Path, record: dict[str, object]) -> None:
    with out.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")
