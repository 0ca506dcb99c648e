"""Snapshots that were forged: right checksums, wrong objects. Python must survive them.

    python -m cuts.forged values 1 0
    python -m cuts.forged bytes 10000 0

`values` puts objects of other types into each slot of each frame of the corpus, one at a time,
every n-th of them, from a place on; `bytes` changes bytes of the pickle under a checksum that is
made anew, so many times, from a seed. What can be thawed is run. An exception is what should
happen; a crash ends the process, which the last line on standard output tells from an end.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import resource
import signal
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cuts import programs
from cuts.drive import drive
from stillframe import freeze, thaw
from stillframe.snapshot import pickler, reducers
from stillframe.snapshot.format import pack, unpack

WRONG: tuple[Any, ...] = (None, 7, "text", (1, "x"), [1, "x"], {"k": 1}, {1}, len, ValueError, b"b")
STEPS = 3  # at how many suspensions of each program


class Forged(Exception):
    """A name that the corpus has no use for: what it stands for must not be called."""


def find_class(self: Any, module: str, name: str) -> Any:
    harmless = module.split(".")[0] in ("stillframe", "cloudpickle", "itertools", "types")
    if not harmless and (module != "builtins" or name in ("eval", "exec", "input", "open")):
        raise Forged(f"{module}.{name}")
    return original_find_class(self, module, name)


original_find_class = pickler.Thawer.find_class


def suspended() -> Iterator[tuple[str, Any]]:
    """Each program of the corpus, at its first suspensions."""
    for name, case in programs.CASES.items():
        for steps in range(1, STEPS + 1):
            obj = case()
            if drive_some(obj, steps):
                yield name, obj
            kept.append(obj)


kept: list[Any] = []


def drive_some(obj: Any, steps: int) -> bool:
    """Whether it is still suspended after so many steps."""
    send = obj.send if hasattr(obj, "send") else lambda value: obj.asend(value).send(None)
    for step in range(steps):
        try:
            send(step or None)
        except StopIteration:
            if not hasattr(obj, "asend"):
                return False
        except BaseException:
            return False
    return True


def attempt(data: bytes) -> str:
    """Thaw, run, throw into it: what came of it."""
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        thaw(data)
        for throw_at in (None, 0):
            with contextlib.suppress(Exception):
                drive(thaw(data), lambda obj: obj, throw_at, 1)
    except BaseException as error:
        return type(error).__name__
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return "ran"


SECONDS, MEMORY = 2.0, 2 << 30  # what a forged number may ask for


class TooLong(BaseException):
    pass


def too_long(*args: object) -> None:
    raise TooLong


def values(every: int, first: int) -> Iterator[str]:
    """Wrong objects, slot by slot."""
    original = reducers.objects
    counter = itertools.count()
    for name, obj in suspended():
        width = 0

        def measure(fast: Any, stack: Any, handled: Any) -> Any:
            nonlocal width
            found = original(fast, stack, handled)
            width = max(width, len(found))
            return found

        reducers.objects = measure
        try:
            freeze(obj)
        except Exception:
            continue
        for place, wrong in itertools.product(range(width), WRONG):
            if next(counter) % every != first:
                continue

            def forge(
                fast: Any, stack: Any, handled: Any, place: int = place, wrong: Any = wrong
            ) -> Any:
                found = original(fast, stack, handled)
                if place < len(found):
                    found[place] = wrong
                return found

            reducers.objects = forge
            try:
                data = freeze(obj)
            finally:
                reducers.objects = original
            yield f"{name} {place} {wrong!r}: {attempt(data)}"


def changed_bytes(count: int, seed: int) -> Iterator[str]:
    """Bytes of the pickle changed, or two parts of it exchanged."""
    chance = random.Random(seed)
    snapshots = []
    for _, obj in suspended():
        with contextlib.suppress(Exception):
            snapshots.append(unpack(freeze(obj)))
    for number in range(count):
        snapshot = chance.choice(snapshots)
        graph = bytearray(snapshot.graph)
        for _ in range(chance.choice((1, 1, 2, 5))):
            here, there = chance.randrange(len(graph)), chance.randrange(len(graph))
            match chance.randrange(4):
                case 0:
                    graph[here] ^= 1 << chance.randrange(8)
                case 1:
                    graph[here] = chance.randrange(256)
                case 2:
                    length = chance.choice((1, 2, 5, 20))
                    graph[here : here + length] = graph[there : there + length]
                case 3:
                    graph[here], graph[there] = graph[there], graph[here]
        yield f"{number}: {attempt(pack(replace(snapshot, graph=bytes(graph))))}"


def main(what: str, count: int, seed: int) -> None:
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, too_long)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.unraisablehook = lambda unraisable: None
    pickler.Thawer.find_class = find_class  # type: ignore[method-assign]
    lines = {"values": values, "bytes": changed_bytes}[what](count, seed)
    outcomes = Counter(line.rpartition(": ")[2] for line in lines)
    print(f"survived {outcomes.total()}: {dict(outcomes.most_common())}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
