"""A program as bytes: one object, with the modules and the process that belong to it."""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from stillframe.errors import DamagedSnapshot, NotSaveable
from stillframe.loop.state import announce_loops
from stillframe.program.conditions import check, settle
from stillframe.program.contents import Program
from stillframe.program.manifest import Manifest, read
from stillframe.program.modules import shell
from stillframe.program.pickling import Own, ProgramFreezer, ProgramThawer
from stillframe.program.process import (
    early_state,
    early_state_restored,
    late_state,
    restore_late,
)
from stillframe.program.progress import Written
from stillframe.program.sources import ProgramReader, shells_by_name
from stillframe.program.table import ROWS  # noqa: F401 (all rows are there)
from stillframe.program.workers import refuse_work
from stillframe.snapshot.codes import Choice, Writer
from stillframe.snapshot.explain import explain
from stillframe.snapshot.format import Snapshot, pack, unpack


def freeze_program(obj: Any, own: Own, *, key: bytes | None = None) -> bytes:
    """Write an object, and the state of the program that it belongs to, into bytes.

    The program isn't touched. Raises NotSaveable, with the path to what can't be saved.
    """
    file = Written()
    buffers: list[pickle.PickleBuffer] = []
    codes = Writer(whole=True)
    program = Program(own.modules, object=obj)
    early = early_state(own.named)
    program.others["process"] = late_state(own.named)
    freezer = ProgramFreezer(file, buffers, codes, own)
    try:
        announce_loops(freezer)
        freezer.dump(program)
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception as error:
        raise NotSaveable(explain(program, error, _new_freezer(own))) from error
    refuse_work()
    manifest = Manifest(own.records(), freezer.conditions, early)
    raw = tuple(buffer.raw() for buffer in buffers)
    python = sys.version_info[:3]
    snapshot = Snapshot(python, codes.section(), file.getvalue(), raw, manifest.dump())
    return pack(snapshot, key)


def _new_freezer(own: Own) -> Callable[[], ProgramFreezer]:
    return lambda: ProgramFreezer(io.BytesIO(), [], Writer(whole=True), own)


def thaw_program(data: Any, *, code: Choice = "current", key: bytes | None = None) -> Any:
    """Put the program's modules and the process's state back, and make the object again.

    Everything that can be checked is checked first: nothing of this process has changed when a
    SnapshotError comes of it. The modules then stand in `sys.modules`, with what they held.
    """
    if code not in ("current", "saved"):
        raise ValueError(f'code must be "current" or "saved", not {code!r}')
    snapshot = unpack(data, key)
    manifest = read(snapshot.manifest)
    check(manifest.conditions)
    shells = [shell(one) for one in manifest.modules]
    codes = ProgramReader(snapshot.codes, code, manifest.modules, shells)
    buffers = [bytearray(one) for one in snapshot.buffers]
    with early_state_restored(manifest.state), _in_place(shells_by_name(manifest.modules, shells)):
        codes.look_up_libraries()
        thawer = ProgramThawer(snapshot.graph, buffers, codes, shells)
        try:
            thawer.load()
            parts = thawer.load()
        except (pickle.UnpicklingError, EOFError) as error:
            raise DamagedSnapshot(f"the snapshot's objects can't be read: {error}") from error
        restore_late(parts["process"])
    settle(manifest.conditions)
    return parts["object"]


@contextmanager
def _in_place(shells: Mapping[str, ModuleType]) -> Iterator[None]:
    """Put shells into `sys.modules`; they are taken away again if what follows fails."""
    missing = object()
    before = {name: sys.modules.get(name, missing) for name in shells}
    sys.modules.update(shells)
    try:
        yield
    except BaseException:
        for name, module in before.items():
            if module is missing:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module  # type: ignore[assignment]
        raise
