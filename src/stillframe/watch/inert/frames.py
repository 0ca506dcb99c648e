"""Frames, code, cells, and what owns frames: what is made of them instead of the real thing.

Each function here takes the place of those of `snapshot` and `program` that it names, with the
same arguments.
"""

from types import CellType
from typing import Any, NamedTuple

from stillframe.bytecode import suspension_at
from stillframe.errors import DamagedSnapshot
from stillframe.machine.frame import CO_ASYNC_GENERATOR, CO_COROUTINE, NULL, RAISE
from stillframe.watch.inert.found import CodeText, Found, Origin, Owner, stands_for
from stillframe.watch.inert.standins import Class, StandIn, Text, texts
from stillframe.watch.standing import Standing

_REDUCERS = "stillframe.snapshot.reducers"
_ASYNC = "stillframe.snapshot.async_generators"
_PICKLER = "stillframe.snapshot.pickler"
_ORIGIN = "stillframe.snapshot.origin"
_FRAMES = "stillframe.program.frames"
_PICKLING = "stillframe.program.pickling"
_CLOUD = "cloudpickle.cloudpickle"


# Code, and places in it


@stands_for(_PICKLER, "saved_code")
def _code(found: Found, key: bytes) -> CodeText:
    return found.codes.stand_in(key)


@stands_for(_PICKLER, "saved_origin")
@stands_for(_PICKLING, "own_origin")
def _origin(found: Found, key: bytes, globals: Any = None) -> Origin:
    return Origin(found.codes.code(key), found.codes.module(key))


@stands_for(_ORIGIN, "origin_of", "in_module")
def _origin_of(found: Found, code: CodeText, where: Any) -> Origin:
    (key,) = code.given
    module = where if type(where) is str else found.codes.module(key)
    return Origin(found.codes.code(key), module)


@stands_for(_PICKLER, "_set_globals")
def _nothing(found: Found, obj: Any, state: Any) -> None:
    pass


@stands_for("stillframe.snapshot.namespace", "_namespace")
def _globals(found: Found, names: dict[str, Any]) -> dict[str, Any]:
    return dict(names)


class Place(NamedTuple):
    """Where a suspended frame stands, and which of its slots are filled."""

    origin: Origin
    at: int
    bound: int
    nulls: tuple[int, ...]
    handled: bool


@stands_for(_ORIGIN, "make_place")
def _place(
    found: Found,
    origin: Origin,
    offset: int,
    bound: int,
    nulls: tuple[int, ...],
    handled: bool,
    yields: bool = False,
) -> Place:
    return Place(origin, suspension_at(origin.code, offset), bound, nulls, handled)


@stands_for(_PICKLER, "saved_place")
def _saved_place(found: Found, key: bytes, *written: Any) -> Any:
    return _place(found, _origin(found, key), *written)


# Frames, and what owns them


_OWNERS: dict[str, Any] = {
    kind: Class(kind, (Owner,), {"__slots__": ()})
    for kind in ("generator", "coroutine", "async_generator")
}


def _owner(found: Found, origin: Origin, names: tuple[str, str] | None) -> Owner:
    flags = origin.code.flags
    kind = "async_generator" if flags & CO_ASYNC_GENERATOR else "generator"
    owner = _new_owner(found, "coroutine" if flags & CO_COROUTINE else kind)
    owner.text = names[1] if names else origin.code.qualname
    return owner


def _new_owner(found: Found, kind: str) -> Owner:
    owner: Owner = _OWNERS[kind]()
    owner.standing, owner.place = None, None
    found.owners.append(owner)
    return owner


@stands_for(_REDUCERS, "_suspended")
def _suspended(found: Found, place: Place, names: Any = None, *inner: Any) -> Owner:
    owner = _owner(found, place.origin, names)
    owner.place = place
    return owner


@stands_for(_REDUCERS, "fill_with", "_keep_waiting")
@stands_for(_ASYNC, "fill_async_generators")
def _fill(found: Found, owner: Owner, values: list[Any], awaitable: Any = None) -> None:
    """Its values are in the order that `native.fill` takes."""
    origin, index, bound, nulls, handled = owner.place
    code = origin.code
    slots = [slot for slot in range(len(code.slots)) if bound >> slot & 1]
    above = len(values) - handled - len(slots)
    if above < 0 or any(not 0 <= place < above + len(nulls) for place in nulls):
        raise DamagedSnapshot(f"{code.qualname}(): its objects don't fit its frame")
    each = iter(values)
    exception = next(each) if handled else None
    fast: list[Any] = [NULL] * len(code.slots)
    for slot in slots:
        fast[slot] = next(each)
    top_first = list(each)
    stack = [NULL if i in nulls else top_first.pop() for i in range(above + len(nulls))]
    owner.standing = Standing(
        code, index, fast, stack, exception, generator=owner, module=origin.module
    )


@stands_for(_REDUCERS, "_created")
def _created(
    found: Found, origin: Origin, free: tuple[Any, ...], arguments: list[Any], names: Any
) -> Owner:
    """It stands behind the instructions that make its cells."""
    owner, code = _owner(found, origin, names), origin.code
    fast: list[Any] = [NULL] * len(code.slots)
    fast[: len(arguments)] = arguments
    for slot in code.cells:
        fast[slot] = CellType() if fast[slot] is NULL else CellType(fast[slot])
    for slot, cell in zip(code.frees, free, strict=True):
        fast[slot] = cell
    index = next(i for i, one in enumerate(code.instructions) if one.op == "RETURN_GENERATOR")
    owner.standing = Standing(code, index, fast, generator=owner, module=origin.module)
    return owner


@stands_for(_REDUCERS, "_closed")
def _closed(found: Found, origin: Origin, names: Any) -> Owner:
    return _owner(found, origin, names)


@stands_for(_ASYNC, "make_async_generator")
def _async_generator(found: Found, finalizer: Any, make: Any, *arguments: Any) -> Any:
    return make(*arguments)


class Driver(StandIn, metaclass=Class):
    """What resumes a generator in its place: a coroutine's `__await__()`, an `asend()`."""

    __slots__ = ()


_DRIVERS = {
    how: Class(f"async_generator_{name}", (Driver,), {"__slots__": ()})
    for how, name in (("asend", "asend"), ("athrow", "athrow"), ("aclose", "athrow"))
}
_WRAPPER = Class("coroutine_wrapper", (Driver,), {"__slots__": ()})


@stands_for(_ASYNC, "driver_of", "_not_begun")
def _driver(found: Found, generator: Any, how: str, arguments: Any = ()) -> Any:
    return _DRIVERS.get(how, Driver)(generator)


_ANEXT = Class("anext_awaitable", (Driver,), {"__slots__": ()})


@stands_for("stillframe.native.awaitables", "anext_of")
def _anext(found: Found, awaitable: Any, default: Any) -> Any:
    return _ANEXT(awaitable, default)


def frame_of(value: Any) -> Owner | None:
    """The generator that something on a value stack resumes."""
    while isinstance(value, Driver):
        value = value.given[0]
    return value if isinstance(value, Owner) else None


@stands_for(_REDUCERS, "_await")
def _await(found: Found, coroutine: Any) -> Any:
    return _WRAPPER(coroutine)


@stands_for(_REDUCERS, "_empty_cell")
@stands_for(_CLOUD, "_make_empty_cell")
def _cell(found: Found) -> CellType:
    return CellType()


@stands_for(_REDUCERS, "_set_cell")
def _set_cell(found: Found, cell: CellType, contents: tuple[Any]) -> None:
    (cell.cell_contents,) = contents


class FrameText(Text, metaclass=Class):
    """A frame of the machine's."""

    __slots__ = ("standing",)
    standing: Standing


FrameText.__name__ = "frame"


@stands_for(_FRAMES, "_frame")
def _frame(found: Found) -> FrameText:
    return FrameText()


@stands_for(_FRAMES, "_set_frame")
def _set_frame(found: Found, frame: FrameText, state: tuple[Any, ...]) -> None:
    origin, _, _, fast, stack, lasti, pc, handled, thrown, names, _, generator = state
    frame.text = origin.code.qualname
    frame.standing = Standing(
        origin.code,
        lasti,
        fast,
        stack,
        handled,
        names if type(names) is dict else None,
        pc if pc < RAISE else -1,
        thrown if pc >= RAISE else None,
        generator,
        origin.module,
    )


@stands_for(_FRAMES, "_generator")
def _machine_generator(found: Found, name: str) -> Owner:
    return _new_owner(found, "coroutine" if name == "coroutine" else "generator")


@stands_for(_FRAMES, "_set_generator")
def _set_generator(found: Found, owner: Owner, state: tuple[Any, ...]) -> None:
    frame, _, _, owner.text, _ = state
    if frame is not None:
        frame.standing.generator = owner
        owner.standing = frame.standing


_TRACEBACK = texts("traceback")


@stands_for("stillframe.snapshot.tracebacks", "make_traceback")
def _traceback(found: Found, entries: tuple[Any, ...]) -> Any:
    """The function in which it was raised."""
    (*_, qualname), *_ = entries[-1]
    return _TRACEBACK.of(qualname)


__all__ = ["Driver", "frame_of"]
