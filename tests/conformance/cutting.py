"""A cut at every suspension of the machine's generators, by way of CPython's own.

When a frame of the machine suspends, its generator's twin is made: a native generator, coroutine
or async generator that stands at the same place and holds the same objects (`native.lower`). The
twin is frozen (`native.lift` reads it) and the bytes are thawed, which makes a second twin; that
is read, and the machine's frame goes on with what was found in it: fast locals, cells, value
stack, handled exception, instruction. So every frame goes four times between the machine and
CPython, and once through bytes, while the program's own object stays the one that it was.

What a frame holds is not copied, or tests of identity would fail: it is pickled by persistent id.
"""

from __future__ import annotations

import io
import operator
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import AsyncGeneratorType, CellType
from typing import Any

from stillframe.errors import NotSaveable
from stillframe.machine.assemble import HELPERS
from stillframe.machine.frame import NULL, RUNNING, SUSPENDED, Frame
from stillframe.machine.generators import GeneratorBase
from stillframe.machine.ops.suspend import new_generator, suspend
from stillframe.native import Site, fill, make, read, variant
from stillframe.native.fork import name
from stillframe.native.lift import Suspended
from stillframe.native.lower import make_created, objects, pattern_of
from stillframe.native.site import Pattern
from stillframe.snapshot.codes import Reader, Writer
from stillframe.snapshot.format import Snapshot, pack, unpack
from stillframe.snapshot.namespace import Namespace
from stillframe.snapshot.pickler import Freezer, Thawer

from . import engines


def install(lossy: bool = False) -> None:
    """From now on every suspension on the machine is cut, in this process.

    With ``lossy`` each cut of the tests' own frames loses a slot, and nobody compares: only the
    tests can notice.
    """
    variant.Variant = Harmless  # type: ignore[misc]

    def suspend_and_cut(frame: Frame, value: Any) -> int:
        assert frame.generator is not None
        frame.generator.state = SUSPENDED
        cut(frame.generator, frame, lossy)
        frame.generator.state = RUNNING
        return suspend(frame, value)

    def create_and_cut(frame: Frame) -> GeneratorBase:
        generator = new_generator(frame)
        cut(generator, frame, lossy)
        return generator

    HELPERS.update(suspend=suspend_and_cut, new_generator=create_and_cut)


def cut(generator: GeneratorBase, frame: Frame, lossy: bool) -> None:
    """Send the frame of a suspended generator through its twin, bytes, and another twin."""
    try:
        with _without_hooks():
            _cut(generator, frame, lossy)
    except NotSaveable as error:
        engines.cuts.refused.append(str(error))
    except Exception:
        engines.cuts.faults.append(traceback.format_exc())


def _cut(generator: GeneratorBase, frame: Frame, lossy: bool) -> None:
    state = read(generator)
    twins = [_twin(state, frame.globals)]
    twins.append(_thawed(*_frozen(twins[0], state, frame.globals)))
    found = read(twins[1])
    assert state.site is not None and found.site is not None
    if state.site.created:
        for twin in twins:
            if not isinstance(twin, AsyncGeneratorType):
                twin.close()  # or a coroutine would warn that it was never awaited
    own = not state.site.created and engines.cuts.own(generator.code.co_filename)
    engines.cuts.made += own
    if lossy:
        if own:
            _lose(found)
    elif change := difference(state, found):
        engines.cuts.faults.append(f"{generator!r}: {change}")
    frame.fast[:], frame.stack[:], frame.handled = found.fast, found.stack, found.handled
    frame.lasti = _index(frame, found.site)


class Harmless(variant.Variant):  # type: ignore[misc]
    """A variant whose frames are never resumed, and end without running anything.

    Without exception table a twin that is dropped runs no ``finally`` clause, and one that doesn't
    know that it delegates closes no delegate. None of it is among what a frame holds.
    """

    def __init__(self, site: Site, pattern: Pattern) -> None:
        super().__init__(site, pattern)
        written = bytearray(self.code.co_code)
        at = self.shift + site.offset
        if sys.version_info >= (3, 13):
            written[at + 1] = 0  # YIELD_VALUE: 1 where it delegates
        written[at + 3] = 1  # the RESUME behind it: 2 and 3 where it delegates
        self.code = self.code.replace(co_code=bytes(written), co_exceptiontable=b"")


def _twin(state: Suspended, globals: dict[str, Any]) -> Any:
    assert state.site is not None
    if state.site.created:
        twin = make_created(state)
        name(twin, state)
        return twin
    pattern = pattern_of(state.fast, state.stack, state.handled)
    twin = make(state.site, pattern, globals)
    fill(twin, state.site, pattern, objects(state.fast, state.stack, state.handled))
    name(twin, state)
    return twin


class _Freezer(Freezer):
    """Writes a frame, and of what it holds only which one it is."""

    def __init__(self, file: io.BytesIO, codes: Writer, kept: dict[int, Any]) -> None:
        super().__init__(file, [], codes)
        self._kept = kept

    def persistent_id(self, obj: Any) -> int | None:
        known = id(obj.globals if type(obj) is Namespace else obj)
        return known if known in self._kept else None


class _Thawer(Thawer):
    def __init__(self, graph: bytes, codes: Reader, kept: dict[int, Any]) -> None:
        super().__init__(graph, (), codes)
        self._kept = kept

    def persistent_load(self, pid: int) -> Any:
        return self._kept[pid]


def _frozen(twin: Any, state: Suspended, globals: dict[str, Any]) -> tuple[bytes, dict[int, Any]]:
    """The bytes of a twin, and what they only name, by id."""
    held = [*state.fast, *state.stack, state.handled, globals, *globals.values()]
    if state.site is not None and state.site.created:
        held += [part for value in state.fast for part in _parts(value)]
    kept = {id(value): value for value in held}
    file, codes = io.BytesIO(), Writer(whole=False)
    _Freezer(file, codes, kept).dump(twin)
    return pack(Snapshot(sys.version_info[:3], codes.section(), file.getvalue(), ())), kept


def _thawed(data: bytes, kept: dict[int, Any]) -> Any:
    snapshot = unpack(data)
    return _Thawer(snapshot.graph, Reader(snapshot.codes, "current"), kept).load()


def difference(state: Suspended, found: Suspended) -> str:
    """How what came back isn't what was sent; empty if it is."""
    assert state.site is not None and found.site is not None
    same = _same_arguments if state.site.created else operator.is_
    places = (
        ("fast local", state.fast, found.fast),
        ("stack slot", state.stack, found.stack),
        ("handled exception", [state.handled], [found.handled]),
    )
    for what, sent, got in places:
        if len(sent) != len(got):
            return f"{len(sent)} times {what} became {len(got)}"
        for index, (before, after) in enumerate(zip(sent, got, strict=True)):
            if not same(before, after):
                return f"{what} {index}: {before!r} became {after!r}"
    if state.site.offset != found.site.offset:
        return f"offset {state.site.offset} became {found.site.offset}"
    if (state.name, state.qualname) != (found.name, found.qualname):
        return f"{state.qualname} became {found.qualname}"
    return ""


def _same_arguments(before: Any, after: Any) -> bool:
    """For a frame that hasn't started: it is called again, and packs its arguments anew."""
    if before is after or type(before) is not type(after):
        return before is after
    sent, got = _parts(before), _parts(after)
    packed = type(before) in (CellType, tuple, dict)
    return packed and len(sent) == len(got) and all(map(operator.is_, sent, got))


def _parts(value: Any) -> list[Any]:
    """What is in the cell of a parameter, in *args, in **kwargs."""
    match value:
        case CellType():
            with suppress(ValueError):  # it is empty
                return [value.cell_contents]
        case tuple():
            return list(value)
        case dict():
            return [*value, *value.values()]
    return []


def _lose(found: Suspended) -> None:
    """Lose what is handled, else the top of the value stack, else the last local that is bound."""
    bound = [i for i, value in enumerate(found.fast) if value is not NULL]
    if found.handled is not None:
        found.handled = None
    elif found.stack:
        found.stack[-1] = None
    elif bound:
        cell = type(found.fast[bound[-1]]) is CellType
        found.fast[bound[-1]] = CellType() if cell else NULL


def _index(frame: Frame, site: Site) -> int:
    instructions = enumerate(frame.code.instructions)
    op = "RETURN_GENERATOR" if site.created else "YIELD_VALUE"
    return next(i for i, one in instructions if (one.offset, one.op) == (site.offset, op))


@contextmanager
def _without_hooks() -> Iterator[None]:
    """A twin is nothing that an event loop should hear of."""
    hooks = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(None, None)
    try:
        yield
    finally:
        sys.set_asyncgen_hooks(*hooks)
