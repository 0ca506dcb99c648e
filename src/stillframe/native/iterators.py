"""CPython's own iterators: those that say how they are made again (`__reduce__`)."""

import itertools
import warnings
from typing import Any

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

    Raises TypeError where this Python doesn't tell: from 3.14 on those of itertools don't.
    """
    if type(value).__module__ != "itertools":
        return value.__reduce__()  # type: ignore[no-any-return]
    with warnings.catch_warnings():  # 3.12 and 3.13 announce the end of it
        warnings.simplefilter("ignore", DeprecationWarning)
        return value.__reduce__()  # type: ignore[no-any-return]
