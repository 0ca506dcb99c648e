"""Async generators for plain pickle, which tells nobody that it has read everything.

One that waits in an `await` is driven by an `asend()`: nothing else can resume it, and only the
frame that awaits it holds it. Whichever of the two is pickled first, both are made of one `Pair`.
The unpickler holds that in its memo as long as somebody may ask for the other one, and no longer.
"""

from typing import Any, final
from weakref import WeakValueDictionary

from stillframe.errors import NotSaveable
from stillframe.native.awaitables import STEPS, THROWING, driver
from stillframe.native.fork import frame_of
from stillframe.native.lift import KINDS, describe
from stillframe.native.lower import begin
from stillframe.snapshot.reducers import fill_with, reduce_native


@final
class Pair:
    """An async generator that waits in an `await`, and the `asend()` that drives it."""

    __slots__ = ("__weakref__", "asend", "generator")

    def __init__(self, generator: Any, asend: Any = None) -> None:
        self.generator = generator
        self.asend = asend

    def __reduce__(self) -> Any:
        make, arguments, values, *_ = reduce_native(self.generator)
        return _pair, (make, *arguments), values, None, None, _fill


def _pair(make: Any, *arguments: Any) -> Pair:
    generator = make(*arguments)
    return Pair(generator, begin(generator, "asend"))


def _fill(pair: Pair, values: list[Any]) -> None:
    fill_with(pair.generator, values, pair.asend)


# While they are written, by the ids of their generators: a pickler must meet one pair, not two.
_pairs: WeakValueDictionary[int, Pair] = WeakValueDictionary()


def _pair_of(generator: Any) -> Pair:
    return _pairs.setdefault(id(generator), Pair(generator))


def reduce_async_generator(generator: Any) -> Any:
    """What pickle is told about one."""
    if not generator.ag_await:
        return reduce_native(generator)
    return generator_of, (_pair_of(generator),)


def generator_of(pair: Pair) -> Any:
    return pair.generator


def reduce_asend(awaitable: Any) -> Any:
    """An `asend()` in whose generator a frame waits."""
    generator = frame_of(awaitable)
    if not generator.ag_await:
        raise NotSaveable(f"{describe(generator)}: an asend() that nothing waits in")
    return asend_of, (_pair_of(generator),)


def asend_of(pair: Pair) -> Any:
    return pair.asend


def reduce_throwing(awaitable: Any) -> Any:
    """Only what awaits it shows that it is no `asend()`, and the generator may come first."""
    generator = frame_of(awaitable)
    how, _ = driver(awaitable, generator)
    raise NotSaveable(
        f"{describe(generator)}: an {how}() of it is in progress; plain pickle can't do that, "
        "stillframe.freeze() can"
    )


PLAIN: dict[type, Any] = {
    **{kind: reduce_async_generator for kind, it in KINDS.items() if it.noun == "async generator"},
    **dict.fromkeys(STEPS, reduce_asend),
    **dict.fromkeys(THROWING, reduce_throwing),
}
