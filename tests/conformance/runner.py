"""Run one of CPython's test files on an engine, and write each test's outcome as it is known.

    python -m tests.conformance.runner --engine machine --out OUT test.test_generators

The module body, unittest and so the tests all run on the engine: `session` is what it is given.
OUT gets one JSON object a line: `{"start": ID}` before a test and its outcome after it, so that
whoever watches knows what a process that hung or died was doing. Tests that OUT already has an
outcome of are passed over, so a run that died goes on where it is started again. This module
imports nothing of ours but its neighbours: it runs under every engine and Python.
"""

import argparse
import ast
import importlib.util
import json
import math
import os
import signal
import sys
import tempfile
import time
import traceback
import unittest
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from . import engines, mutation

PASS, FAIL, ERROR, SKIP, EXPECTED = "pass", "fail", "error", "skip", "expected failure"

Write = Callable[[dict[str, Any]], None]


class Outcome(unittest.TestResult):
    """The outcome of one test; its subtests count with it."""

    def __init__(self) -> None:
        super().__init__()
        self.outcome = PASS
        self.detail = ""

    def _bad(self, outcome: str, err: Any) -> None:
        if self.outcome not in (FAIL, ERROR):
            self.outcome = outcome
            self.detail = "".join(traceback.format_exception(*err))[-6000:]

    def addError(self, test: Any, err: Any) -> None:
        self._bad(ERROR, err)

    def addFailure(self, test: Any, err: Any) -> None:
        self._bad(FAIL, err)

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:
        if err is not None:
            self._bad(FAIL if issubclass(err[0], test.failureException) else ERROR, err)

    def addSkip(self, test: Any, reason: str) -> None:
        if self.outcome == PASS:
            self.outcome, self.detail = SKIP, reason

    def addExpectedFailure(self, test: Any, err: Any) -> None:
        self.outcome = EXPECTED

    def addUnexpectedSuccess(self, test: Any) -> None:
        self.outcome, self.detail = FAIL, "an unexpected success"


def load(name: str, mutate: bool) -> tuple[ModuleType, set[str]]:
    """Execute the module `name` here, on the engine that runs this function."""
    spec = importlib.util.find_spec(name)
    assert spec is not None and spec.origin is not None and spec.loader is not None
    with open(spec.origin, "rb") as file:
        source = file.read()
    broken: set[str] = set()
    if mutate:
        tree = ast.parse(source, spec.origin)
        broken = mutation.break_source(tree)
        code = compile(tree, spec.origin, "exec", dont_inherit=True)
    else:
        code = compile(source, spec.origin, "exec", dont_inherit=True)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    exec(code, module.__dict__)
    return module, broken


def flatten(suite: Any) -> Iterator[unittest.TestCase]:
    if isinstance(suite, unittest.TestSuite):
        for part in suite:
            yield from flatten(part)
    else:
        yield suite


def named(tests: Iterator[unittest.TestCase]) -> dict[str, unittest.TestCase]:
    """By id; what has the same id as another gets a number."""
    found: dict[str, unittest.TestCase] = {}
    for test in tests:
        name, number = test.id(), 1
        while name in found:
            number += 1
            name = f"{test.id()} #{number}"
        found[name] = test
    return found


def every_nth(names: list[str], limit: int | None) -> list[str]:
    """At most `limit` of `names`, evenly spread."""
    if limit is None or len(names) <= limit:
        return names
    return names[:: math.ceil(len(names) / limit)]


def session(
    name: str, write: Write, known: set[str], mutate: bool, limit: int | None, only: list[str]
) -> None:
    """Load the module and run its tests, each in a suite of its own: a fault stays where it is."""
    module, broken = load(name, mutate)
    engines.cuts.file = module.__file__
    tests = named(flatten(unittest.defaultTestLoader.loadTestsFromModule(module)))
    if mutate:
        tests = {key: test for key, test in tests.items() if mutation.is_broken(test, broken)}
    names = [key for key in tests if not only or any(part in key for part in only)]
    for key in every_nth(names, limit):
        if key in known:
            continue
        write({"start": key})
        engines.cuts.take()
        began = time.perf_counter()
        result = Outcome()
        unittest.TestSuite([tests[key]]).run(result)
        seconds = round(time.perf_counter() - began, 3)
        made, refused, faults = engines.cuts.take()
        outcome, detail = (ERROR, "\n".join(faults)) if faults else (result.outcome, result.detail)
        write(
            {
                **{"id": key, "outcome": outcome, "seconds": seconds, "detail": detail},
                **{"cuts": made, "refused": refused},
            }
        )
    write({"finished": True})


def known_outcomes(out: str) -> set[str]:
    try:
        with open(out, encoding="utf-8") as file:
            records = [json.loads(line) for line in file]
    except FileNotFoundError:
        return set()
    return {record["id"] for record in records if "id" in record}


def main() -> None:
    parser = argparse.ArgumentParser(description="Run one test file on an engine.")
    parser.add_argument("module", help="as imported: test.test_generators")
    parser.add_argument("--engine", choices=engines.ENGINES, default="machine")
    parser.add_argument("--out", required=True, help="where the outcomes are written, JSON lines")
    parser.add_argument("--lib", help="a directory that holds the `test` package")
    parser.add_argument("--mutate", action="store_true", help="break an assertion in each test")
    parser.add_argument("--limit", type=int, help="at most so many tests, evenly spread")
    parser.add_argument("--only", action="append", default=[], help="tests with this in their id")
    options = parser.parse_args()
    if options.lib:
        sys.path.insert(0, options.lib)
    if sys.platform == "emscripten":
        # Files that use asyncio ask for sockets; tests/pyodide/event_loop.py needs none.
        importlib.import_module("test.support").has_socket_support = True
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    out = os.path.abspath(options.out)
    known = known_outcomes(out)
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def write(record: dict[str, Any]) -> None:
        os.write(descriptor, (json.dumps(record) + "\n").encode())

    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        try:
            engines.call(
                options.engine,
                session,
                options.module,
                write,
                known,
                options.mutate,
                options.limit,
                options.only,
            )
        finally:
            os.chdir(os.path.dirname(out))


if __name__ == "__main__":
    main()
