"""An independent copy of a native generator, coroutine or async generator.

What a frame runs through is copied: the iterators on its value stack and what it delegates to.
What its variables hold is shared.
"""

from collections.abc import Iterator
from contextlib import _GeneratorContextManagerBase
from gc import get_referents
from itertools import cycle
from types import MethodType
from typing import Any

from stillframe.errors import NotSaveable
from stillframe.native.awaitables import (
    ANEXTS,
    STEPS,
    THROWING,
    WRAPPERS,
    How,
    anext_of,
    driver,
    inside,
)
from stillframe.native.iterators import ITERATORS, make_iterator, reduce_iterator
from stillframe.native.lift import KINDS, Suspended, describe, read
from stillframe.native.lower import (
    begin,
    fill,
    make,
    make_closed,
    make_created,
    objects,
    pattern_of,
)
from stillframe.native.site import Site


def fork(obj: Any) -> Any:
    """A copy of a suspended generator, coroutine or async generator that goes on by itself.

    A chain of delegates may be of any depth. Some 10 microseconds for each frame. Raises
    NotSaveable for what is running or can't be copied, and TypeError for other types.
    """
    if type(obj) not in KINDS:
        raise TypeError(f"not a generator, coroutine or async generator: {type(obj).__name__}")
    return _Copier().copy(obj)


class _Copier:
    """The copies made for one fork, so that what was one object is one object again."""

    def __init__(self) -> None:
        self.copies: dict[int, Any] = {}
        self.kept: list[Any] = []  # keeps ids valid
        self.driven: dict[int, How] = {}  # by what an async generator is, that waits
        self.drivers: dict[int, Any] = {}

    def copy(self, obj: Any) -> Any:
        """Copy a frame's chain from the innermost delegate outwards, without recursion."""
        pending: list[tuple[Any, Suspended | None]] = [(obj, None)]
        while pending:
            current, state = pending.pop()
            if id(current) in self.copies:
                continue
            if state is not None:
                self._finish(current, state)
                continue
            state = read(current)
            pending.append((current, state))
            if state.site is not None and state.site.delegating:
                self._note(state.stack[-1])
            for value in state.stack:
                inner = frame_of(value)
                if inner is not None and id(inner) not in self.copies:
                    pending.append((inner, None))
        return self.copies[id(obj)]

    def _note(self, awaited: Any) -> None:
        if type(awaited) in ANEXTS:
            awaited = inside(awaited)[0]
        if type(awaited) in STEPS or type(awaited) in THROWING:
            generator = frame_of(awaited)
            self.driven[id(generator)], _ = driver(awaited, generator)

    def _finish(self, obj: Any, state: Suspended) -> None:
        site = state.site
        if site is None:
            made = make_closed(state.code)
        elif site.created:
            made = make_created(state)
        else:
            made = self._suspended(obj, state, site)
        name(made, state)
        self._keep(obj, made)

    def _suspended(self, obj: Any, state: Suspended, site: Site) -> Any:
        stack = [self._moved(value, obj) for value in state.stack]
        # A variable may hold the very iterator that a loop runs through.
        fast = [self.copies.get(id(value), value) for value in state.fast]
        pattern = pattern_of(fast, stack, state.handled)
        assert state.function is not None
        made = make(site, pattern, state.function.__globals__)
        how = self.driven.get(id(obj))
        if how is not None:
            self.drivers[id(obj)] = begin(made, how)
        values = objects(fast, stack, state.handled)
        fill(made, site, pattern, values, self.drivers.get(id(obj)))
        return made

    def _moved(self, value: Any, owner: Any) -> Any:
        """The copy of something on a value stack."""
        known = self.copies.get(id(value))
        if known is not None:
            return known
        kind = type(value)
        if kind in ITERATORS:
            return self._keep(value, self._iterator(value, owner))
        if kind in KINDS:
            return self.copy(value)
        if kind in STEPS or kind in THROWING:
            return self._keep(value, self._driver(value, owner))
        if kind in ANEXTS:
            awaitable, default = inside(value)
            return self._keep(value, anext_of(self._moved(awaitable, owner), default))
        if kind in WRAPPERS:
            return self._keep(value, self.copies[id(frame_of(value))].__await__())
        if kind is MethodType:
            bound_to = self._moved(value.__self__, owner)
            return value if bound_to is value.__self__ else MethodType(value.__func__, bound_to)
        if isinstance(value, _GeneratorContextManagerBase):
            return self._manager(value)
        return value

    def _driver(self, value: Any, owner: Any) -> Any:
        generator = frame_of(value)
        made = self.drivers.get(id(generator))
        if made is None:
            how, _ = driver(value, generator)
            raise NotSaveable(f"{describe(owner)} › value stack: an {how}() that nothing waits in")
        return made

    def _manager(self, value: Any) -> Any:
        """A manager made by contextlib that a `with` will leave: its generator is run through."""
        made = self._keep(value, object.__new__(type(value)))
        made.__dict__.update(value.__dict__)
        made.gen = self.copy(value.gen)
        return made

    def _iterator(self, value: Any, owner: Any) -> Any:
        try:
            reduced = reduce_iterator(value)
        except TypeError as error:
            raise NotSaveable(
                f"{describe(owner)} › value stack: a {type(value).__qualname__} cannot be copied "
                f"on this Python ({error})"
            ) from None
        make_it, arguments, *rest = reduced
        copied = [
            self._moved(one, owner) if isinstance(one, Iterator) else one for one in arguments
        ]
        state = rest[0] if rest else None
        if isinstance(state, tuple):
            state = tuple(
                self._moved(one, owner) if isinstance(one, Iterator) else one for one in state
            )
        if type(value) is cycle and state is not None:  # it goes on writing into its list
            state = list(state[0]), *state[1:]
        return make_iterator(make_it, tuple(copied), state)

    def _keep(self, obj: Any, made: Any) -> Any:
        self.copies[id(obj)] = made
        self.kept.append(obj)
        return made


def frame_of(value: Any) -> Any:
    """What holds the frame behind something on a value stack, if anything does."""
    kind = type(value)
    if kind in KINDS:
        return value
    if kind in ANEXTS:
        return frame_of(inside(value)[0])
    if kind in STEPS or kind in WRAPPERS or kind in THROWING:
        for one in get_referents(value):
            if type(one) in KINDS:
                return one
    return None


def name(obj: Any, state: Suspended) -> None:
    """Give it the name that the saved one had."""
    if obj.__name__ != state.name:
        obj.__name__ = state.name
    if obj.__qualname__ != state.qualname:
        obj.__qualname__ = state.qualname


__all__ = ["fork"]
