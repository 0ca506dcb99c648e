"""How CPython's own generators, coroutines and async generators are pickled.

The object is made first and filled afterwards, so that it can hold itself. Of a long chain of
delegates the inner ones are written first, so that no pickler recurses deeply.
"""

from collections.abc import Callable, Sequence
from types import CellType, CoroutineType, GeneratorType
from typing import Any

from stillframe.errors import NotSaveable
from stillframe.native import KINDS, fill, read
from stillframe.native.awaitables import ANEXTS, WRAPPERS, anext_of, inside
from stillframe.native.fork import frame_of
from stillframe.native.iterators import ITERATORS, NAMELESS, make_iterator, reduce_iterator
from stillframe.native.lift import Suspended, describe
from stillframe.native.lower import call, enter, make_closed, objects, pattern_of
from stillframe.native.variant import parameters
from stillframe.native.view import View, view_of
from stillframe.snapshot.dead import forget_dead
from stillframe.snapshot.origin import Origin, Place, origin_of, place_of
from stillframe.snapshot.unfinished import unfilled, waiting

# How many delegates may be written within each other.
_STRIDE = 16


# By the address of the instruction: how frames show what they hold there, and what `_suspended` is
# called with, and which of the values it waits in.
Known = dict[int, tuple[View, tuple[Place, None], int | None]]
_known: Known = {}  # of code in modules, which stays


def reduce_native(obj: Any, of_freeze: Known | None = None) -> Any:
    """What pickle is told about one. Raises NotSaveable if it is running.

    ``of_freeze`` is what one freeze has learnt of other code than that of modules: it stays until
    the freeze is over.
    """
    kind = KINDS[type(obj)]
    frame = kind.frame(obj)
    if frame is not None and kind.read is None:
        # A code object has its instructions in it: no two that live have one at the same address.
        at = id(frame.f_code) + frame.f_lasti
        known = _known.get(at)
        if known is None and of_freeze is not None:
            known = of_freeze.get(at)
        if known is not None:
            view, arguments, waits_at = known
            values = view.values(obj, frame)
            if values is not None:
                if waits_at is not None and (inner := _inner(obj, values[waits_at])):
                    arguments = *arguments, *inner
                return _suspended, arguments, values, None, None, fill_with
    return _reduce_unknown(obj, frame, of_freeze)


def _reduce_unknown(obj: Any, frame: Any, of_freeze: Known | None) -> Any:
    state = read(obj)
    named = _named(state)
    site, function = state.site, state.function
    if site is None or function is None:
        return _closed, (origin_of(state.code, _NOWHERE), named)
    origin = origin_of(state.code, function.__globals__)
    forgotten = forget_dead(state)
    if site.created:
        free = tuple(state.fast[len(state.fast) - len(state.code.co_freevars) :])
        arguments = [
            value.cell_contents if slot in site.cells else value
            for slot, value in enumerate(state.fast[: parameters(state.code)])
        ]
        return _created, (origin, free, arguments, named)
    pattern = state.pattern or pattern_of(state.fast, state.stack, state.handled)
    place = place_of(origin, site, pattern)
    values = objects(state.fast, state.stack, state.handled)
    # The top of the value stack comes behind the variables.
    waits_at = len(values) - len(state.stack) + len(place.pattern.nulls)
    known = _known if origin.reference is not None else of_freeze
    if known is not None and named is None and not forgotten:
        view = view_of(obj, frame, state)
        if view is not None:
            at = waits_at if site.delegating else None
            known[id(frame.f_code) + frame.f_lasti] = view, (place, None), at
    inner = _inner(obj, values[waits_at]) if site.delegating else ()
    return _suspended, (place, named, *inner), values, None, None, fill_with


_NOWHERE: dict[str, Any] = {}


def _named(state: Suspended) -> tuple[str, str] | None:
    """Its names, where they aren't those of its code."""
    if (state.name, state.qualname) == (state.code.co_name, state.code.co_qualname):
        return None
    return state.name, state.qualname


def _inner(obj: Any, awaited: Any) -> Sequence[Any]:
    """Delegates that are to be written first, the innermost first: none for a short chain."""
    inner = frame_of(awaited)
    depth = _depths.pop(id(obj), 0) + 1
    if inner is None:
        return ()
    if depth <= _STRIDE:
        _depths[id(inner)] = depth
        return ()
    chain: list[Any] = []
    current = inner
    while current is not None:
        chain.append(current)
        if len(chain) > 1_000_000:
            raise NotSaveable(f"{describe(obj)}: its delegates form a ring")
        current = frame_of(delegate(current))
    if len(_depths) > _MOST_DEPTHS:
        _depths.clear()
    first = chain[_STRIDE - 1 :: _STRIDE][::-1]
    _depths.update({id(one): 0 for one in (inner, *first)})
    return first


# Of delegates that are written next, by their ids: within how many others. A wrong number (of an
# object that was written before, and whose id is another's by now) does no harm: where a chain is
# cut is free.
_depths: dict[int, int] = {}
_MOST_DEPTHS = 10_000


def delegate(obj: Any) -> Any:
    """What a frame waits in: the object of its `yield from` or `await`, or None."""
    match obj:
        case GeneratorType():
            return obj.gi_yieldfrom
        case CoroutineType():
            return obj.cr_await
        case _:
            return obj.ag_await


def _suspended(place: Place, named: tuple[str, str] | None, *inner: Any) -> Any:
    obj = place.make()
    unfilled[id(obj)] = obj, place
    if named:
        obj.__name__, obj.__qualname__ = named
    return obj


def fill_with(obj: Any, values: list[Any], awaitable: Any = None) -> None:
    """Fill what was made; for ``awaitable`` see `native.fill`."""
    _, place = unfilled.pop(id(obj))
    place.check(values)
    fill(obj, place.site, place.pattern, list(values), awaitable)


def reduce_waiting(obj: Any) -> Any:
    """What `thaw` is to leave unfilled until `enter_waiting`.

    For one that somebody else must resume first, who then has to see what it yielded.
    """
    make_it, (place, *rest), values, *_ = reduce_native(obj)
    place = place_of(place.origin, place.site, place.pattern._replace(yields=True))
    return make_it, (place, *rest), values, None, None, _keep_waiting


def _keep_waiting(obj: Any, values: list[Any]) -> None:
    _, place = unfilled.pop(id(obj))
    place.check(values)
    waiting[id(obj)] = obj, place, values


def enter_waiting(obj: Any, yielded: Any, resume: Callable[[], Any]) -> None:
    """Fill it: ``resume`` resumes it for the first time, and it yields ``yielded``."""
    _, place, values = waiting.pop(id(obj))
    enter(obj, place.site, place.pattern, list(values), yielded, resume)


def _created(
    origin: Origin, free: tuple[CellType, ...], arguments: list[Any], named: tuple[str, str] | None
) -> Any:
    obj = call(origin.code, origin.globals, free, arguments)
    if named:
        obj.__name__, obj.__qualname__ = named
    return obj


def _closed(origin: Origin, named: tuple[str, str] | None) -> Any:
    obj = make_closed(origin.code)
    if named:
        obj.__name__, obj.__qualname__ = named
    return obj


def reduce_wrapper(obj: Any) -> Any:
    return _await, (frame_of(obj),)


def reduce_anext(obj: Any) -> Any:
    return anext_of, inside(obj)


def _await(coroutine: Any) -> Any:
    return coroutine.__await__()


def reduce_cell(obj: CellType) -> Any:
    """A cell, empty first: what it holds may hold it."""
    try:
        contents = (obj.cell_contents,)
    except ValueError:
        return _empty_cell, ()
    return _empty_cell, (), contents, None, None, _set_cell


def _empty_cell() -> CellType:
    return CellType()  # the type itself is in no module under its name


def _set_cell(cell: CellType, contents: tuple[Any]) -> None:
    (cell.cell_contents,) = contents


REDUCERS: dict[type, Any] = {
    **dict.fromkeys(KINDS, reduce_native),
    **dict.fromkeys(WRAPPERS, reduce_wrapper),
    **dict.fromkeys(ANEXTS, reduce_anext),
    CellType: reduce_cell,
}


def reduce_itertools(obj: Any) -> Any:
    return make_iterator, reduce_iterator(obj)


# CPython's own say how they are made again, but those of itertools warn about it in 3.12 and 3.13,
# and those of deques name types that can't be found.
ITERTOOLS: dict[type, Any] = {
    kind: reduce_itertools
    for kind in ITERATORS
    if kind.__module__ == "itertools" or kind in NAMELESS
}

# What is called for nearly every frame that is read back.
MAKERS = (_suspended, fill_with)
