"""One engine of `benchmarks.recording` in one process: JSON lines in, JSON lines out.

``python -m benchmarks.recording_worker ENGINE``. A request names a program and a size; the answer
is the processor time of one run (``do: measure``), or what was kept of it in a ``file``
(``do: keep``).
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import CodeType, ModuleType
from typing import Any

from benchmarks.recording_programs import FILE, PROGRAMS

# A short run is repeated until this much time is on the clock, and the mean is taken.
ENOUGH = 0.05


def namespace(loop: Any = None) -> dict[str, Any]:
    return vars(ModuleType("recorded")) | {"LOOP": loop}


class CPython:
    """Plainly."""

    def run(self, code: CodeType) -> None:
        exec(code, namespace())

    def watching(self) -> AbstractContextManager[Any]:
        return nullcontext()

    def keep(self, code: CodeType, file: str) -> dict[str, float]:
        """What is kept of a run: how many things, bytes of the file, seconds to write it.

        ``bare``: how many of the bytes are there for a run of nothing, too.
        """
        return {}


class VizTracer(CPython):
    """CPython under VizTracer, as it comes: a row for each call, C functions' too."""

    values = False

    def __init__(self) -> None:
        from viztracer import VizTracer

        # One for the process: each takes one of the thread-specific keys, of which there are few.
        self.tracer = VizTracer(
            verbose=0,
            tracer_entries=2_000_000,
            log_func_args=self.values,
            log_func_retval=self.values,
        )

    @contextmanager
    def watching(self) -> Iterator[Any]:
        self.tracer.clear()
        self.tracer.start()
        try:
            yield self.tracer
        finally:
            self.tracer.stop()

    def keep(self, code: CodeType, file: str) -> dict[str, float]:
        with self.watching() as tracer:
            self.run(code)
        began = time.process_time()
        tracer.save(file)
        seconds = time.process_time() - began
        with open(file, "rb") as kept:
            text = kept.read()
        calls = sum(row["ph"] == "X" for row in json.loads(text)["traceEvents"])
        return {"things": calls, "bytes": len(text), "bare": 0, "seconds": seconds}


class Values(VizTracer):
    """With the arguments and the results of each Python function."""

    values = True


class Machine(CPython):
    """stillframe's machine, nobody watching."""

    def run(self, code: CodeType) -> None:
        from stillframe.loop import EventLoop

        self.on_machine(code, EventLoop)

    def on_machine(self, code: CodeType, loop: Callable[[], Any]) -> None:
        from stillframe.machine import Machine

        Machine.of_code(code, namespace(loop)).run()


class Recorded(Machine):
    """The same, recorded as `stillframe watch` does."""

    def record(self, code: CodeType) -> Any:
        from stillframe.machine import policy
        from stillframe.watch.recorder import Recorder

        recorder = Recorder(lambda code: code.co_filename == FILE, limit=sys.maxsize)
        enter = policy.program()
        recorder.start()
        try:
            self.on_machine(code, lambda: recorder.new_loop(enter))
        finally:
            recorder.stop()
        return recorder

    def run(self, code: CodeType) -> None:
        self.record(code)

    def keep(self, code: CodeType, file: str) -> dict[str, float]:
        from stillframe.watch.page import write
        from stillframe.watch.writing import trace_of

        sizes = []
        for one in (compile("", FILE, "exec"), code):  # a page of nothing: what every page has
            recorder = self.record(one)
            began = time.process_time()
            write(trace_of(recorder, "program", [], {"how": "returned"}, {}), file)
            seconds = time.process_time() - began
            sizes.append(os.path.getsize(file))
        bare, size = sizes
        return {"things": recorder.steps, "bytes": size, "bare": bare, "seconds": seconds}


ENGINES: dict[str, type[CPython]] = {
    "cpython": CPython,
    "viztracer": VizTracer,
    "viztracer, values": Values,
    "machine": Machine,
    "recorded": Recorded,
}


class Codes(dict[tuple[str, int], CodeType]):
    """Programs by name and size, each run once: engines prepare things for new code."""

    def __init__(self, engine: CPython) -> None:
        super().__init__()
        self.engine = engine

    def __missing__(self, key: tuple[str, int]) -> CodeType:
        program, size = key
        code = self[key] = compile(PROGRAMS[program].format(size=size), FILE, "exec")
        self.engine.run(code)
        return code


def measure(engine: CPython, code: CodeType) -> float:
    """Seconds of one run, from its beginning to its end: what is kept isn't written yet."""
    gc.collect()
    spent, runs = 0.0, 0
    while spent < ENOUGH:
        with engine.watching():
            began = time.process_time()
            engine.run(code)
            spent += time.process_time() - began
        runs += 1
    return spent / runs


def main() -> None:
    engine = ENGINES[sys.argv[1]]()
    codes = Codes(engine)
    for line in sys.stdin:
        request = json.loads(line)
        answer: dict[str, Any]
        try:
            if request["do"] == "describe":
                with engine.watching():
                    answer = {"version": sys.version.replace("\n", " ")}
            else:
                code = codes[request["program"], request["size"]]
                if request["do"] == "measure":
                    answer = {"seconds": measure(engine, code)}
                else:
                    answer = engine.keep(code, request["file"])
        except Exception as error:  # it goes to the other side
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
