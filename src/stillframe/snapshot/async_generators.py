"""Async generators for `freeze`: with their event loop's hook, and with what drives them.

One that waits in an `await` is driven by an `asend()`, an `athrow()` or an `aclose()`, which only
the frame that awaits it shows. So they are filled at the end of a thaw, when that is known.
"""

from gc import get_referents
from types import AsyncGeneratorType
from typing import Any

from stillframe.errors import NotSaveable
from stillframe.native.awaitables import STEPS, THROWING, driver
from stillframe.native.fork import frame_of
from stillframe.native.lift import KINDS, describe
from stillframe.native.lower import awaitable_of
from stillframe.snapshot.finishing import finisher
from stillframe.snapshot.reducers import fill_with, reduce_native
from stillframe.snapshot.unfinished import drivers, hooks


def reduce_async_generator(generator: Any) -> Any:
    """As `reduce_native`, with the hook."""
    make, arguments, *rest = reduce_native(generator)
    if not rest:  # not suspended
        return make, arguments
    finalizer = _finalizer(generator)
    return (
        make_async_generator,
        (finalizer, make, *arguments),
        rest[0],
        None,
        None,
        fill_async_generators,
    )


def _finalizer(generator: Any) -> Any:
    """The hook that it goes to when it is dropped (sys.set_asyncgenhooks)."""
    if type(generator) is not AsyncGeneratorType:
        return generator.finalizer
    first = get_referents(generator)[0]
    known = generator.__name__, generator.__qualname__, generator.ag_code
    return None if any(first is one for one in known) else first


def make_async_generator(finalizer: Any, make: Any, *arguments: Any) -> Any:
    """One that `fill_async_generators` fills."""
    generator = make(*arguments)
    hooks[id(generator)] = generator, finalizer
    return generator


def reduce_driver(awaitable: Any) -> Any:
    """An `asend()`, `athrow()` or `aclose()`: one that waits in an `await`, or one not begun."""
    generator = frame_of(awaitable)
    if generator is None:
        raise NotSaveable(f"{type(awaitable).__name__} that has come to its end")
    how, arguments = driver(awaitable, generator)
    if not generator.ag_await:
        return _not_begun, (generator, how, arguments)
    return driver_of, (generator, how)


def _not_begun(generator: Any, how: str, arguments: tuple[Any, ...]) -> Any:
    _, finalizer = hooks.get(id(generator), (None, None))
    return awaitable_of(generator, how, finalizer, arguments)


def driver_of(generator: Any, how: str) -> Any:
    if id(generator) not in hooks:
        raise NotSaveable(f"{describe(generator)} was copied before the {how}() of it")
    _, finalizer = hooks[id(generator)]
    made = awaitable_of(generator, how, finalizer)
    drivers[id(generator)] = (made,)
    return made


@finisher(order=0)
def fill_async_generators(batch: list[tuple[Any, Any]]) -> None:
    """Now that all drivers have been made."""
    for generator, values in batch:
        (driving,) = drivers.pop(id(generator), (None,))
        _, finalizer = hooks.pop(id(generator))
        if driving is None:
            driving = awaitable_of(generator, "asend", finalizer)
        fill_with(generator, values, driving)


DRIVEN: dict[type, Any] = {
    **{kind: reduce_async_generator for kind, it in KINDS.items() if it.noun == "async generator"},
    **dict.fromkeys((*STEPS, *THROWING), reduce_driver),
}
