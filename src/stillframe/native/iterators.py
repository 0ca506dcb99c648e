"""CPython's own iterators: those that say how they are made again (`__reduce__`)."""

import array
import ast
import collections
import gc
import itertools
import operator
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from stillframe.errors import ForeignSnapshot

# Iterators that C runs through and that copy.copy copies rightly: by what they say of themselves.
ITERATORS = frozenset(
    (
        *map(
            type,
            (
                iter([]),
                reversed([]),
                iter(()),
                iter(range(0)),
                iter(range(1 << 100)),
                iter({}),
                iter({}.values()),
                iter({}.items()),
                reversed({}),
                reversed({}.values()),
                reversed({}.items()),
                iter(set()),
                iter(""),
                iter("\u0101"),
                iter(b""),
                iter(bytearray()),
                iter(memoryview(b"")),
                iter(int, 0),
                iter(type("", (), {"__getitem__": None})()),
                iter(collections.deque()),
                reversed(collections.deque()),
                iter(collections.OrderedDict()),
                iter(array.array("b")),
            ),
        ),
        enumerate,
        zip,
        map,
        filter,
        reversed,
        *(kind for kind in vars(itertools).values() if isinstance(kind, type)),
    )
)


def reduce_iterator(value: Any) -> tuple[Any, ...]:
    """What pickle is told about one.

    From 3.14 on those of itertools don't tell; what can be seen from outside is read, and the
    others raise TypeError (islice, cycle, takewhile and more keep what is hidden in C).
    """
    if type(value) in NAMELESS:
        return NAMELESS[type(value)], value.__reduce__()[1]
    if type(value) is itertools.pairwise:
        return pairs, _pairwise(value)
    if type(value) is _CALLING:
        return _calling(value)
    if type(value).__module__ != "itertools":
        return value.__reduce__()  # type: ignore[no-any-return]
    if sys.version_info >= (3, 14):
        reader = _READERS.get(type(value))
        if reader is None:
            raise TypeError(f"cannot see how far {type(value).__name__}() is")
        return reader(value)
    with warnings.catch_warnings():  # 3.12 and 3.13 announce the end of it
        warnings.simplefilter("ignore", DeprecationWarning)
        return value.__reduce__()  # type: ignore[no-any-return]


def make_iterator(make: Callable[..., Any], arguments: tuple[Any, ...], state: Any = None) -> Any:
    """An iterator from what was told of one, on whatever Python.

    ForeignSnapshot where it can't be made: 3.14 has taken `__setstate__` from itertools.
    """
    made = make(*arguments)
    if state is not None and not hasattr(made, "__setstate__"):
        set_state = _WITHOUT_SETSTATE.get(type(made))
        if set_state is None:
            raise ForeignSnapshot(
                f"{type(made).__qualname__}() cannot be put where it was on this Python; thaw "
                "the snapshot under the Python that made it"
            )
        return set_state(state)
    if state is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            made.__setstate__(state)
    return made


def forwards(items: "collections.deque[Any]", index: int) -> Any:
    """The iterator of a deque whose first `index` items are done."""
    make: Any = type(iter(items))
    return make(items, index)


def backwards(items: "collections.deque[Any]", index: int) -> Any:
    """The same for a reversed one."""
    make: Any = type(reversed(items))
    return make(items, index)


# Those that no module of every Python has under their name.
NAMELESS: dict[type, Callable[..., Any]] = {
    type(iter(collections.deque())): forwards,
    type(reversed(collections.deque())): backwards,
}

_WITHOUT_SETSTATE: dict[type, Callable[[Any], Any]] = {
    # What is left of a chain: the iterables that it hasn't begun, and the one that it is in.
    itertools.chain: lambda state: itertools.chain.from_iterable(
        itertools.chain(state[1:], state[0])
    ),
}


def _count(value: Any) -> tuple[Any, ...]:
    inside = repr(value).removeprefix("count(").removesuffix(")")
    try:
        return itertools.count, ast.literal_eval(f"({inside},)")
    except (ValueError, SyntaxError):
        raise TypeError(f"cannot see how far count({inside}) is") from None


def _repeat(value: Any) -> tuple[Any, ...]:
    (element,) = _held(value)
    try:
        return itertools.repeat, (element, operator.length_hint(value))
    except TypeError:  # without end
        return itertools.repeat, (element,)


def _chain(value: Any) -> tuple[Any, ...]:
    match _held(value):
        case [source, active]:
            return chained, (active, source)
        case [source]:
            return itertools.chain.from_iterable, (source,)
        case _:
            return itertools.chain, ()


def chained(active: Any, source: Any) -> Any:
    """A chain that is in the midst of one iterator, with the source of others."""
    return itertools.chain.from_iterable(itertools.chain((active,), source))


def continued(done: Iterator[Any], source: Iterator[Any]) -> Iterator[Any]:
    """Some items, whose number can be told (`length_hint`), and then those of another iterator."""
    yield from done
    yield from source


def rest_of(iterator: Any) -> Any:
    """What stands behind the items that `continued` gives, once it has; any other one is itself."""
    while getattr(iterator, "gi_code", None) is continued.__code__ and iterator.gi_frame:
        held = iterator.gi_frame.f_locals
        if operator.length_hint(held["done"]):
            break
        iterator = held["source"]
    return iterator


def pairs(done: tuple[Any, ...], source: Any) -> Any:
    """An `itertools.pairwise` that has taken these items, one at most, from its iterator."""
    return itertools.pairwise(continued(iter(done), source) if done else source)


_CALLING = type(iter(int, 0))


def _calling(value: Any) -> tuple[Any, ...]:
    reduced: tuple[Any, ...] = value.__reduce__()
    calls = reduced[1][0]
    if type(getattr(calls, "__self__", None)).__name__ == "SRE_Scanner":
        raise TypeError("cannot see how far finditer() is")
    return reduced


def _pairwise(value: Any) -> tuple[Any, ...]:
    """Of no Python does it tell. From 3.13 on it holds a tuple, to be used again."""
    held = [one for one in gc.get_referents(value) if one is not itertools.pairwise]
    if sys.version_info >= (3, 13):
        del held[-1]
    if not held:
        return (), iter(())  # at its end it lets go of its iterator
    source, *taken = held
    return tuple(taken), rest_of(source)


def _compress(value: Any) -> tuple[Any, ...]:
    return itertools.compress, tuple(_held(value))


def _called(value: Any) -> tuple[Any, ...]:
    """One that holds an iterator and the function for its items."""
    iterator, function = _held(value)
    return type(value), (function, iterator)


def _held(value: Any) -> list[Any]:
    kind, *held = gc.get_referents(value)  # the type comes first
    if kind is not type(value):
        raise TypeError(f"cannot see what {type(value).__name__}() holds")
    return held


_READERS: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    itertools.count: _count,
    itertools.repeat: _repeat,
    itertools.chain: _chain,
    itertools.compress: _compress,
    itertools.filterfalse: _called,
    itertools.starmap: _called,
}
