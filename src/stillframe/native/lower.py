"""Building a suspended generator, coroutine or async generator of CPython's own.

In two steps, so that an object can hold itself: ``make`` gives the object, ``fill`` puts it
where the saved one stood.
"""

import contextlib
import sys
from collections.abc import Callable
from functools import partial
from threading import RLock
from types import AsyncGeneratorType, CellType, CodeType, FunctionType
from typing import Any

from stillframe.machine.frame import NULL
from stillframe.native import on_machine
from stillframe.native.lift import Suspended
from stillframe.native.site import Pattern, Site
from stillframe.native.variant import parameters, variant_of

# A variant's box carries one frame's objects at a time.
_boxes = RLock()


def make(site: Site, pattern: Pattern, globals: dict[str, Any]) -> Any:
    """An object that `fill` puts to a site: a native one, or the machine's if the code is foreign.

    Until then it must not be used.
    """
    return maker(site, pattern, globals)()


def maker(site: Site, pattern: Pattern, globals: dict[str, Any]) -> Callable[[], Any]:
    """What makes such objects."""
    if site.foreign:
        return partial(on_machine.make, site, globals)
    variant = variant_of(site, pattern)
    function = FunctionType(
        variant.code, globals, None, variant.defaults, _cells(len(site.code.co_freevars))
    )
    if variant.kwdefaults:
        function.__kwdefaults__ = variant.kwdefaults
    return function


def fill(obj: Any, site: Site, pattern: Pattern, values: list[Any], awaitable: Any = None) -> None:
    """Put what `make` made where the saved object stood.

    ``values`` are the handled exception if there is one, the bound fast locals in order, and the
    objects of the value stack from the top down; the list is emptied. ``awaitable`` is what
    `awaitable_of` gave, for an async generator that waits in an `await`.
    """
    if site.foreign:
        on_machine.fill(obj, site, pattern, values)
        return
    with _boxes:
        box = variant_of(site, pattern).box
        # Whatever runs in between (a finaliser, a signal handler) may use the same box.
        before = box[:]
        box[:] = values
        values.clear()
        try:
            _prime(obj, site, awaitable)
        finally:
            box[:] = before


def enter(
    obj: Any,
    site: Site,
    pattern: Pattern,
    values: list[Any],
    yielded: Any,
    resume: Callable[[], Any],
) -> None:
    """As `fill`, but whoever resumes it first is to see it yield something.

    ``resume`` makes that happen: it is called once, and must call the object's ``send(None)``,
    which gives ``yielded``. The pattern's ``yields`` must be set.
    """
    if site.foreign:
        on_machine.enter(obj, site, pattern, values, yielded)
        resume()
        return
    with _boxes:
        variant = variant_of(site, pattern)
        assert variant.yielded is not None
        variant.box[:] = values
        variant.yielded[:] = [yielded]
        values.clear()
        try:
            resume()
        finally:
            variant.box.clear()
            variant.yielded.clear()


def _prime(obj: Any, site: Site, awaitable: Any) -> None:
    if not isinstance(obj, AsyncGeneratorType):
        obj.send(None)
        return
    first = obj.asend(None) if site.delegating or awaitable is None else awaitable
    with contextlib.suppress(StopIteration):
        first.send(None)
    if site.delegating:  # so far it stands in its prologue
        (obj.asend(None) if awaitable is None else awaitable).send(None)


def awaitable_of(
    generator: Any, how: str, finalizer: Any = None, arguments: tuple[Any, ...] | None = None
) -> Any:
    """What is to drive an async generator that `make` made and that `fill` will put to an `await`.

    ``how`` is "asend", "athrow" or "aclose", ``finalizer`` the hook for when it is dropped. With
    ``arguments`` it is one that hasn't begun, and will be called with those.
    """
    before = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(None, finalizer)
    try:
        return begin(generator, how) if arguments is None else getattr(generator, how)(*arguments)
    finally:
        sys.set_asyncgen_hooks(*before)


def begin(generator: Any, how: str) -> Any:
    """The same, with the hooks of the running event loop."""
    if type(generator) is not AsyncGeneratorType:
        return on_machine.awaitable_of(generator, how)
    return getattr(generator, how)(*_FIRST[how])


# Whatever is thrown: the frame drops it.
_FIRST: dict[str, tuple[Any, ...]] = {"asend": (None,), "athrow": (GeneratorExit,), "aclose": ()}


def make_created(state: Suspended) -> Any:
    """A native object that hasn't started, from what was read of one."""
    assert state.function is not None
    code = state.code
    free = tuple(state.fast[len(state.fast) - len(code.co_freevars) :])
    arguments = [
        value.cell_contents if slot in state.site.cells else value  # type: ignore[union-attr]
        for slot, value in enumerate(state.fast[: parameters(code)])
    ]
    return call(code, state.function.__globals__, free, arguments)


def call(
    code: CodeType, globals: dict[str, Any], closure: tuple[CellType, ...], arguments: list[Any]
) -> Any:
    """Make a generator's object; ``arguments`` are what the slots of its parameters hold."""
    function = FunctionType(code, globals, None, None, closure or None)
    positional, only = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
    rest = list(arguments[only:])
    keywords = dict(zip(code.co_varnames[positional:only], arguments[positional:only], strict=True))
    given = list(arguments[:positional])
    if code.co_flags & 4:
        given.extend(rest.pop(0))
    if code.co_flags & 8:
        keywords.update(rest.pop(0))
    return function(*given, **keywords)


def make_closed(code: CodeType) -> Any:
    """A native object that has ended."""
    empty: list[Any] = [None] * (code.co_argcount + code.co_kwonlyargcount)
    empty += [()] * bool(code.co_flags & 4) + [{}] * bool(code.co_flags & 8)
    obj = call(code, {}, _cells(len(code.co_freevars)) or (), empty)
    if isinstance(obj, AsyncGeneratorType):
        with contextlib.suppress(StopIteration):
            obj.aclose().send(None)
    else:
        obj.close()
    return obj


def _cells(count: int) -> tuple[CellType, ...] | None:
    return tuple(CellType() for _ in range(count)) if count else None


def pattern_of(fast: list[Any], stack: list[Any], handled: BaseException | None) -> Pattern:
    """The pattern of a frame that holds these."""
    bound = frozenset(i for i, value in enumerate(fast) if value is not NULL)
    nulls = tuple(i for i, value in enumerate(stack) if value is NULL)
    return Pattern(bound, nulls, handled is not None)


def objects(fast: list[Any], stack: list[Any], handled: BaseException | None) -> list[Any]:
    """What `fill` takes."""
    values = [] if handled is None else [handled]
    values += [value for value in fast if value is not NULL]
    values += [value for value in reversed(stack) if value is not NULL]
    return values
