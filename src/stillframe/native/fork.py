"""An independent copy of a native generator, coroutine or async generator.

What a frame runs through is copied: the iterators on its value stack and what it delegates to,
and what nobody else holds (``owned``). What its variables hold is shared.
"""

import contextlib
from collections.abc import Iterator
from contextlib import _GeneratorContextManagerBase
from gc import get_referents
from itertools import cycle
from types import CellType, MethodType
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
from stillframe.native.owned import own_copies
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
        # By what an iterator is: how it is made again.
        self.reduced: dict[int, tuple[Any, tuple[Any, ...], Any]] = {}

    def copy(self, obj: Any) -> Any:
        """Copy a frame's chain from the innermost delegate outwards, without recursion."""
        if id(obj) not in self.copies:
            chain = self._read(obj)
            own = own_copies([state for _, state in chain])
            self.copies.update(own)
            for one, state in chain:
                if id(one) not in self.copies:
                    self._finish(one, state)
            for made in own.values():
                if type(made) is CellType:
                    self._move_contents(made)
        return self.copies[id(obj)]

    def _read(self, obj: Any) -> list[tuple[Any, Suspended]]:
        """The frames that are to be copied, those that another one runs through before it."""
        chain: list[tuple[Any, Suspended]] = []
        pending: list[tuple[Any, Suspended | None]] = [(obj, None)]
        seen = set()
        while pending:
            current, state = pending.pop()
            if state is not None:
                chain.append((current, state))
            elif id(current) not in self.copies and id(current) not in seen:
                seen.add(id(current))
                state = read(current)
                pending.append((current, state))
                if state.site is not None and state.site.delegating:
                    self._note(state.stack[-1])
                for inner in self._inside(state.stack, current) if state.stack else ():
                    pending.append((inner, None))
        return chain

    def _inside(self, values: list[Any], owner: Any) -> list[Any]:
        """The frames behind what is on a value stack, those that iterators lead to as well."""
        found, pending = [], values[:]
        while pending:
            one = pending.pop()
            kind = type(one)
            if kind in ITERATORS:
                _, arguments, state = self._reduced(one, owner)
                parts = (*arguments, *state) if type(state) is tuple else arguments
                pending += [each for each in parts if isinstance(each, Iterator)]
            elif kind is MethodType:
                pending.append(one.__self__)
            elif issubclass(kind, _GeneratorContextManagerBase):
                pending.append(one.gen)
            elif (frame := frame_of(one)) is not None:
                found.append(frame)
        return found

    def _move_contents(self, cell: CellType) -> None:
        """A variable may hold the very iterator that a loop runs through."""
        with contextlib.suppress(ValueError):
            cell.cell_contents = self.copies.get(id(cell.cell_contents), cell.cell_contents)

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
            free = len(state.fast) - len(state.code.co_freevars)
            state.fast[free:] = [self.copies.get(id(cell), cell) for cell in state.fast[free:]]
            made = make_created(state)
        else:
            made = self._suspended(obj, state, site)
        name(made, state)
        self._keep(obj, made)

    def _suspended(self, obj: Any, state: Suspended, site: Site) -> Any:
        stack = [self._moved(value, obj) for value in state.stack]
        # As with cells: see `_move_contents`.
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
        if issubclass(kind, _GeneratorContextManagerBase):
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
        make_it, arguments, state = self._reduced(value, owner)
        copied = [
            self._moved(one, owner) if isinstance(one, Iterator) else one for one in arguments
        ]
        if isinstance(state, tuple):
            state = tuple(
                self._moved(one, owner) if isinstance(one, Iterator) else one for one in state
            )
        if type(value) is cycle and state is not None:  # it goes on writing into its list
            state = list(state[0]), *state[1:]
        return make_iterator(make_it, tuple(copied), state)

    def _reduced(self, value: Any, owner: Any) -> tuple[Any, tuple[Any, ...], Any]:
        known = self.reduced.get(id(value))
        if known is None:
            try:
                make_it, arguments, *rest = reduce_iterator(value)
            except TypeError as error:
                raise NotSaveable(
                    f"{describe(owner)} › value stack: a {type(value).__qualname__} cannot be "
                    f"copied on this Python ({error})"
                ) from None
            known = self.reduced[id(value)] = make_it, arguments, rest[0] if rest else None
            self.kept.append(value)
        return known

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
