"""Readers and writers of the csv module, between two rows."""

import _csv
from collections import deque
from gc import get_referents
from itertools import islice, repeat
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from stillframe.native.iterators import continued, rest_of
from stillframe.snapshot.kinds import has_parts
from stillframe.snapshot.library import knows

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer

_reader: Any = type(_csv.reader(()))
_writer: Any = type(_csv.writer(SimpleNamespace(write=str)))
_OPTIONS = (
    "delimiter",
    "doublequote",
    "escapechar",
    "lineterminator",
    "quotechar",
    "quoting",
    "skipinitialspace",
    "strict",
)


@knows(_csv.Dialect)
def _reduce_dialect(dialect: Any, freezer: "Freezer") -> Any:
    return make_dialect, (options_of(dialect),)


def options_of(dialect: Any) -> dict[str, Any]:
    """By which one like it is made."""
    return {name: getattr(dialect, name) for name in _OPTIONS}


def make_dialect(options: dict[str, Any]) -> Any:
    dialect: Any = _csv.Dialect
    return dialect(**options)


@knows(_reader)
def _reduce_reader(reader: Any, freezer: "Freezer") -> Any:
    """What is left of a row in which a reader has failed is dropped by its next one, too."""
    _, source, *_ = get_referents(reader)
    return make_reader, (rest_of(source), reader.dialect, reader.line_num)


@has_parts(_reader)
def _parts(reader: Any) -> list[tuple[str, Any]]:
    return [("reads", get_referents(reader)[1])]


def make_reader(source: Any, dialect: Any, lines: int) -> Any:
    """A reader that has read so many lines. They are counted by giving it as many empty ones."""
    reader = _csv.reader(continued(repeat("", lines), source) if lines else source, dialect)
    deque(islice(reader, lines), 0)
    return reader


@knows(_writer)
def _reduce_writer(writer: Any, freezer: "Freezer") -> Any:
    _, write, *_ = get_referents(writer)
    return make_writer, (write, writer.dialect)


@has_parts(_writer)
def _parts_of_writer(writer: Any) -> list[tuple[str, Any]]:
    return [("writes by", get_referents(writer)[1])]


def make_writer(write: Any, dialect: Any) -> Any:
    """A writer by a file's method: that is all that it keeps of the file."""
    return _csv.writer(SimpleNamespace(write=write), dialect)


__all__ = ["make_dialect", "make_reader", "make_writer", "options_of"]
