"""Where a frame comes from, in a form that pickles: its code and globals, and the place in it.

Made once and shared, so that a thousand generators of one function name it once in a snapshot.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from types import CodeType
from typing import Any, Self, final
from weakref import WeakValueDictionary

from stillframe.bytecode import Slot, decode, suspension_at
from stillframe.bytecode.foreign import carried
from stillframe.errors import DamagedSnapshot, NotSaveable
from stillframe.native import Site, site_of
from stillframe.native.lower import maker
from stillframe.native.site import Pattern
from stillframe.native.trusted import (
    CELL,
    EXCEPTION,
    Demand,
    Demands,
    demands,
    runs_through_its_argument,
)
from stillframe.snapshot import identity


@final
class Origin:
    """A code object with the globals that its frames have.

    ``module`` is the importable module whose globals they are, ``reference`` the code's place in
    it; None if there is none. ``takes_iterator`` says whether CPython takes the first argument
    for an iterator and doesn't look. Pickled by reference; the pickler of ``freeze`` writes by
    value what
    has no module to be found in.
    """

    __slots__ = (
        "__weakref__",
        "code",
        "globals",
        "module",
        "places",
        "read",
        "reference",
        "takes_iterator",
    )

    def __init__(self, code: CodeType, globals: dict[str, Any]) -> None:
        self.code = code
        self.globals = globals
        self.places: dict[tuple[Site, Pattern], Place] = {}
        self.read: dict[tuple[Any, ...], Place] = {}  # places by how snapshots write them
        self.reference: identity.Reference | None = None
        self.module: str | None = None
        implicit = code.co_varnames[:1] == (".0",)
        self.takes_iterator = implicit and runs_through_its_argument(decode(code))
        name = globals.get("__name__")
        module = sys.modules.get(name) if isinstance(name, str) else None
        if module is not None and module.__dict__ is globals:
            if name not in identity.MAIN and module.__spec__ is not None:
                self.module = name
            if carried(code) is None:
                self.reference = identity.refer(code, module.__name__)

    def __reduce__(self) -> Any:
        reference = self.reference
        name = self.globals.get("__name__")
        if reference is None and name in identity.MAIN:
            reference = identity.refer(self.code, name, main=True)
        if reference is None:
            raise NotSaveable(
                f"{self.code.co_qualname}() at {self.code.co_filename}:{self.code.co_firstlineno}: "
                "its code is in no module that can be imported; stillframe.freeze() saves it whole"
            )
        return _by_reference, (reference,)

    def __deepcopy__(self, memo: Any) -> Self:
        return self


# By the ids of code and globals. Modules stay; what else there is lives as long as it is used.
_of_modules: dict[tuple[int, int], Origin] = {}
_others: WeakValueDictionary[tuple[int, int], Origin] = WeakValueDictionary()


def origin_of(code: CodeType, globals: dict[str, Any]) -> Origin:
    """The origin of a code object's frames, the same one as long as it is held."""
    key = id(code), id(globals)
    known = _of_modules.get(key) or _others.get(key)
    if known is None:
        known = Origin(code, globals)
        (_of_modules if known.reference is not None else _others)[key] = known
    return known


def _by_reference(reference: identity.Reference) -> Origin:
    code = identity.resolve(reference)
    module = sys.modules[reference.module]
    return origin_of(code, identity.namespace(module.__name__, module))


def in_module(code: CodeType, module: str) -> Origin:
    """The origin of code that isn't the module's, with the module's globals."""
    return origin_of(code, importlib.import_module(module).__dict__)


@final
class Place:
    """A site of an origin's code, with one pattern of empty slots."""

    __slots__ = ("_demands", "_maker", "origin", "pattern", "saved", "site", "written")

    def __init__(self, origin: Origin, site: Site, pattern: Pattern) -> None:
        self.origin = origin
        self.site = site
        self.pattern = pattern
        bound, nulls, handled, yields = pattern
        self.written = site.offset, sum(1 << slot for slot in bound), nulls, handled, yields
        self.saved: Any = None  # what the pickler of `freeze` writes, once it has found that out
        self._maker: Callable[[], Any] | None = None
        self._demands: tuple[int, list[tuple[int, Demand]]] | None = None

    def __reduce__(self) -> Any:
        return make_place, (self.origin, *self.written)

    def make(self) -> Any:
        """An object that `fill` puts to the place."""
        make_one = self._maker
        if make_one is None:
            make_one = self._maker = maker(self.site, self.pattern, self.origin.globals)
        return make_one()

    def __deepcopy__(self, memo: Any) -> Self:
        return self

    def check(self, values: list[Any]) -> None:
        """Whether objects fit, in the order that `fill` takes: DamagedSnapshot if they don't.

        Some 0.1 microseconds for each that CPython wouldn't look at any more.
        """
        count, demanded = self._demands or self._demand()
        if len(values) != count:
            raise self._misfit(f"{count} objects, not {len(values)}")
        for index, demand in demanded:
            if not demand.met(values[index]):
                raise self._misfit(f"{demand.words}, not a {type(values[index]).__name__}")

    def _demand(self) -> tuple[int, list[tuple[int, Demand]]]:
        bound, nulls, handled = self.pattern[:3]
        fast = [CELL if slot in self.site.cells else None for slot in sorted(bound)]
        stack = [
            demand for place, demand in enumerate(_demands_at(self.site)) if place not in nulls
        ]
        whole = [EXCEPTION] * handled + fast + stack[::-1]
        demanded = [(i, demand) for i, demand in enumerate(whole) if demand is not None]
        self._demands = len(whole), demanded
        return self._demands

    def _misfit(self, said: str) -> DamagedSnapshot:
        code = self.origin.code
        return DamagedSnapshot(
            f"{code.co_qualname}() at {code.co_filename}:{code.co_firstlineno}: its objects don't "
            f"fit its frame: it needs {said}"
        )


_demands_of: identity.ByIdentity[list[Demands | None]] = identity.ByIdentity()


def _demands_at(site: Site) -> Demands:
    """What a site's code demands of each slot of its value stack."""
    code = decode(site.code)
    known = _demands_of.get(site.code)
    if known is None:
        known = demands(code)
        _demands_of.put(site.code, known)
    return (known[suspension_at(code, site.offset)] or ())[: len(site.shape)]


def place_of(origin: Origin, site: Site, pattern: Pattern) -> Place:
    """The place, made once."""
    key = site, pattern
    known = origin.places.get(key)
    if known is None:
        known = origin.places[key] = Place(origin, site, pattern)
    return known


def make_place(
    origin: Origin,
    offset: int,
    bits: int,
    nulls: tuple[int, ...],
    handled: bool,
    yields: bool = False,
) -> Place:
    """A place from a snapshot: refused if the code doesn't allow it."""
    written = offset, bits, nulls, handled, yields
    known = origin.read.get(written)
    if known is not None:
        return known
    try:
        site = site_of(origin.code, offset)
    except KeyError:
        raise DamagedSnapshot(f"{origin.code.co_qualname}() cannot stop at {offset}") from None
    bound = frozenset(slot for slot in range(site.slots) if bits >> slot & 1)
    wrong = (
        bits >> site.slots
        or site.bound - bound
        or handled != site.handling
        or any(
            (index in nulls) != (slot is Slot.NULL)
            for index, slot in enumerate(site.shape)
            if slot is not Slot.MAYBE_NULL
        )
    )
    if wrong:
        raise DamagedSnapshot(
            f"{origin.code.co_qualname}() never has such a frame at {offset}: the snapshot is "
            "damaged, or was made by another build of Python"
        )
    place = place_of(origin, site, Pattern(bound, nulls, handled, yields))
    origin.read[written] = place
    return place
