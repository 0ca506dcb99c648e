"""Looking things up in columns."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)


def rows(columns: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """The rows of a table that is written as columns."""
    for row in zip(*columns.values(), strict=True):
        yield dict(zip(columns, row, strict=True))


def grouped(keys: Iterable[Key]) -> defaultdict[Key, list[int]]:
    """Of each key the places where it stands."""
    groups: defaultdict[Key, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        groups[key].append(place)
    return groups


def moments(steps: Iterable[int]) -> list[int]:
    """The moments behind these steps, each once."""
    return [step + 1 for step in dict.fromkeys(steps)]


def places(text: str, columns: Sequence[int]) -> list[int]:
    """The places in a line's text of columns that count UTF-8 bytes, as CPython's do."""
    data = text.encode()
    return [len(data[:column].decode(errors="ignore")) for column in columns]
