"""A saved program, or a frozen object, as a trace of one moment. None of its code is run.

`stillframe show` prints a summary that a save was given; here it is the save itself that is read,
with stand-ins for all objects (`inert`). So opening one imports no module of the program, calls
none of its classes and reduce functions, opens none of its files and addresses, and touches
neither the working folder nor signal handlers; the save is read like by `show`, without the lock
of who runs the program. A damaged, a foreign or a hostile file can't do more than fail. What a
program of another Python, or of another machine, has saved can be looked at as well.

What that costs: of an object only what was saved is known. One that says itself how it is pickled
(`__reduce__`) is shown by what it said, under the name of the function that would make it again,
and of a class or a function that goes by its name nothing but the name is known.
"""

import os
from collections.abc import Iterator, Sequence
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from stillframe.errors import DamagedSnapshot, NothingToShow
from stillframe.program import manifest
from stillframe.program.modules import Record
from stillframe.program.recognise import recognise
from stillframe.program.store import Store
from stillframe.snapshot.format import SIGNED, Snapshot, unpack
from stillframe.watch.inert.found import Found, Owner, Task
from stillframe.watch.inert.frames import frame_of
from stillframe.watch.inert.loops import FutureIter, Step, Wakeup
from stillframe.watch.inert.reading import read
from stillframe.watch.inert.standins import text_of
from stillframe.watch.moment import Moment
from stillframe.watch.sources import Sources
from stillframe.watch.standing import Standing
from stillframe.watch.trace import Trace


def open_saved(path: str, number: int | None = None) -> Trace:
    """The moment of a save, the last one if no ``number`` is given, or of a frozen object's file.

    Raises NothingToShow if no frame stands in it, StoreError and SnapshotError.
    """
    if recognise(path) == "program":
        with Store.read(path) as store:
            data, about = _save(store, path, number)
        return of_snapshot(data, os.path.basename(path), about)
    if number is not None:
        raise NothingToShow(f"{path} is a frozen object, which has no saves: leave out --from")
    with open(path, "rb") as file:
        data = file.read()
    return of_snapshot(data, os.path.basename(path), {"save": None, "time": None})


def _save(store: Store, path: str, number: int | None) -> tuple[bytes, dict[str, Any]]:
    """The bytes of a save, and what is to be said of it."""
    program = store.program
    if program is not None and program.status == "finished" and number is None:
        raise NothingToShow(
            f"{path}: its program has ended, with exit status {program.exit_status}: nothing of it "
            "stands any more; an earlier save is shown with --from N"
        )
    data = store.load(number)
    saves = store.saves()
    info = next((one for one in saves if one.number == number), saves[-1])
    return data, {"save": info.number, "time": info.time.isoformat(timespec="milliseconds")}


def of_snapshot(data: bytes, name: str, about: dict[str, Any]) -> Trace:
    """The moment that the bytes of a snapshot hold. ``about`` goes into the trace's ``moment``."""
    snapshot = unpack(data)
    obj, found = read(snapshot)
    try:
        return _trace(snapshot, obj, found, name, {**about, "notes": _signed(data)})
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise DamagedSnapshot(f"the snapshot's objects don't fit each other: {error}") from error


def _trace(snapshot: Snapshot, obj: Any, found: Found, name: str, about: dict[str, Any]) -> Trace:
    moment = Moment(_standing, frame_of)
    if snapshot.manifest:
        state = obj["object"].attributes
        records = manifest.read(snapshot.manifest).modules
        sources = Sources(records, state["text"])
        chain, native = _chain(state["frames"])
        moment.link(chain, native)
        about = {**about, "frame": _first(chain, records)}
    else:
        sources = Sources([], None)
        moment.show(obj)
    tasks = sorted((one for one in found.tasks if not one.done), key=_by_number)
    for task in tasks:
        moment.task(task.stand_in, task.name, task.coroutine)
    waiting = {id(future): task for task in tasks for future in _awaited(task)}
    for state in found.loops:
        if not state.given[0]["_closed"]:
            moment.loop(*_loop(state, waiting))
    for owner in found.owners:
        moment.show(owner)
    if not moment.frames:
        raise NothingToShow(f"{name}: no suspended frame is in it; what is closed has none")
    lines = sources.lines(moment.gather())
    notes = [*about["notes"], *sources.notes]
    return moment.trace(name, lines, snapshot.python, {**about, "notes": notes})


def _signed(data: bytes) -> list[str]:
    return ["It is signed; nobody has looked at the signature."] if data[10] & SIGNED else []


def _standing(value: Any) -> Standing | None:
    return value.standing if isinstance(value, Owner) else None


def _chain(frames: list[Any]) -> tuple[list[Standing], bool]:
    """The frames of the machine but for ours, which stand for a sleep or for a loop that waits;
    and whether such a one is the innermost."""
    standing = [one.standing for one in frames]
    shown = [one for one in standing if not (one.module or "").startswith(_OURS)]
    return shown, bool(standing) and (not shown or shown[-1] is not standing[-1])


_OURS = f"{__name__.partition('.')[0]}."


def _first(chain: list[Standing], records: Sequence[Record]) -> int:
    """The frame that a page begins with: the innermost of the program's own."""
    own = {name for record in records for name in record.names}
    return next((i for i in reversed(range(len(chain))) if chain[i].module in own), len(chain) - 1)


# Tasks and loops


def _by_number(task: Task) -> tuple[int, str]:
    """Task-10 comes after Task-9."""
    digits = task.name.rpartition("-")[2]
    return (int(digits) if digits.isdecimal() else 0), task.name


def _awaited(task: Task) -> Iterator[Any]:
    """The future that a task waits for."""
    if task.waits_for is not None:
        yield task.waits_for
    inner, seen = frame_of(task.coroutine), set[int]()
    while inner is not None and id(inner) not in seen:
        seen.add(id(inner))  # one that awaits itself may be written, by whoever wants to
        stack = inner.standing.stack if inner.standing is not None else []
        top = stack[-1] if stack else None
        if isinstance(top, FutureIter):
            yield top.given[0]
        inner = frame_of(top)


def _loop(state: Any, waiting: dict[int, Task]) -> tuple[Any, ...]:
    """What `Moment.loop` is told of a loop between two turns."""
    attributes, time, *_, outside = state.given
    handles = [one.attributes for one in _items(attributes["_ready"])]
    timers = [one.attributes for one in attributes["_scheduled"]]
    return (
        attributes["turns"],
        time,
        [_called(one, waiting) for one in handles if not one["_cancelled"]],
        [(*_called(one, waiting), one["_when"]) for one in timers if not one["_cancelled"]],
        list(_watched(outside)),
    )


def _items(queue: Any) -> list[Any]:
    return list(queue.items)


def _called(handle: dict[str, Any], waiting: dict[int, Task]) -> tuple[str, Any]:
    """What a handle calls, in words, and the task that this is a step of."""
    callback = handle["_callback"]
    if isinstance(callback, (Step, Wakeup)):
        return callback.shown_text(), callback.given[0]
    for one in handle["_args"] or ():
        if id(one) in waiting:
            return f"wakes {waiting[id(one)].name}", None
    return text_of(callback), None


def _watched(outside: Any) -> Iterator[tuple[str, bool, bool]]:
    """What the selector waits for: its name, and whether to read and to write."""
    for one in outside.given[0] if outside is not None else ():
        file, holder, events, *_ = one.given
        number = file if type(file) is int else "?"
        kind = type(file if holder is None else holder).__name__
        text = f"file {number}" if kind == "int" else f"{kind.strip('_')} on {number}"
        yield text, bool(events & EVENT_READ), bool(events & EVENT_WRITE)


__all__ = ["of_snapshot", "open_saved"]
