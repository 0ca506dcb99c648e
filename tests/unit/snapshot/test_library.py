"""Kinds of the standard library that pickle refuses: they go on where they were."""

from __future__ import annotations

import bz2
import csv
import decimal
import gzip
import io
import itertools
import lzma
import random
import re
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from stillframe import NotSaveable, fork, freeze, thaw
from stillframe.errors import ForeignSnapshot
from stillframe.native.iterators import continued
from stillframe.snapshot.library import matches


def again(obj: Any) -> Any:
    return thaw(freeze(obj))


# -- iterators, each cut behind every item


def lines(text: str) -> Iterator[str]:
    yield from text.splitlines(True)


TABLE = 'a,b\n"1\n2",3\n\n4,"5,6"\n'

ITERATORS: dict[str, Callable[[], Any]] = {
    "csv.reader of a list": lambda: csv.reader(TABLE.splitlines(True)),
    "csv.reader of a generator": lambda: csv.reader(lines(TABLE)),
    "csv.reader of text": lambda: csv.reader(io.StringIO(TABLE)),
    "csv.reader of a dialect": lambda: csv.reader(
        ["a;'b;'''", "c; 'd'"], delimiter=";", quotechar="'"
    ),
    "csv.DictReader": lambda: csv.DictReader(io.StringIO(TABLE)),
    "iter_unpack": lambda: struct.iter_unpack("<Hb", bytes(range(12))),
    "iter_unpack of a bytearray": lambda: struct.iter_unpack("<H", bytearray(range(12))),
    "pairwise": lambda: itertools.pairwise("abcde"),
    "pairwise of a generator": lambda: itertools.pairwise(lines("a\nb\nc\n")),
    "pairwise of one": lambda: itertools.pairwise("a"),
    "pairwise of iterators": lambda: itertools.pairwise(map(str, range(4))),
}  # fmt: skip


@pytest.mark.parametrize("make", ITERATORS.values(), ids=ITERATORS)
def test_it_goes_on_behind_each_item(make: Callable[[], Any]) -> None:
    expected = list(make())
    cut, found = again(make()), []
    for _ in expected:
        found.append(next(cut))
        cut = again(again(cut))
    assert found == expected
    assert list(cut) == []
    assert list(again(cut)) == []


@pytest.mark.parametrize("count", range(5))
def test_what_is_left_of_one_that_is_frozen_stays(count: int) -> None:
    for make in ITERATORS.values():
        one = make()
        taken = list(itertools.islice(one, count))
        freeze(one)
        assert taken + list(one) == list(make())


@pytest.mark.parametrize("count", range(4))
def test_a_reader_counts_its_lines(count: int) -> None:
    reader = csv.reader(TABLE.splitlines(True))
    cut = csv.reader(TABLE.splitlines(True))
    for _ in range(count):
        next(reader)
        next(cut)
        cut = again(cut)
    assert (cut.line_num, list(cut), cut.line_num) == (reader.line_num, list(reader), 5)


def test_what_readers_read_does_not_pile_up() -> None:
    """A reader that is saved each day reads through one generator of ours, not through many."""
    cut = csv.reader(map(str, range(1000)))
    sizes = set()
    for _ in range(20):
        next(cut)
        frozen = freeze(cut)
        sizes.add(len(frozen))
        cut = thaw(frozen)
        assert len(freeze(again(cut))) < 2 * len(frozen)
    assert max(sizes) - min(sizes) < 200


def test_what_comes_before_is_done() -> None:
    gen = continued(iter([1, 2]), iter([3]))
    assert list(again(gen)) == [1, 2, 3]


def test_a_reader_that_has_failed() -> None:
    def broken() -> Iterator[str]:
        yield 'a,"b\n'
        raise OSError("unplugged")

    reader = csv.reader(itertools.chain(["x,y"], ['a,"b']), strict=True)
    next(reader)
    with pytest.raises(csv.Error):
        next(reader)
    assert list(again(reader)) == []
    reader = csv.reader(broken())
    with pytest.raises(OSError, match="unplugged"):
        next(reader)
    assert list(again(reader)) == []


def test_a_dialect() -> None:
    class Semicolons(csv.excel):
        delimiter = ";"
        quoting = csv.QUOTE_NONNUMERIC

    reader, dialect = again((one := csv.reader(["1;2"], Semicolons), one.dialect))
    assert reader.dialect.delimiter == dialect.delimiter == ";"
    assert list(reader) == [[1.0, 2.0]]


def test_a_writer(tmp_path: Path) -> None:
    with (tmp_path / "out.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["a", "b"], delimiter=";")
        writer.writeheader()
        cut, rest = again((writer, file))
        cut.writerow({"a": 1, "b": "x;y"})
        rest.close()
    assert (tmp_path / "out.csv").read_bytes() == b'a;b\r\n1;"x;y"\r\n'


def test_the_file_behind_a_reader_names_the_refusal() -> None:
    reader = csv.DictReader(_Unsaveable())
    with pytest.raises(NotSaveable, match="attribute 'reader' › reads: not this one"):
        freeze(reader)
    with pytest.raises(NotSaveable, match="writes by › its object: not this one"):
        freeze(csv.writer(_Unsaveable()))


class _Unsaveable:
    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return "a,b"

    def write(self, text: str) -> None: ...

    def __reduce__(self) -> Any:
        raise NotSaveable("not this one")


# -- matches


@pytest.mark.parametrize(
    "match",
    [
        re.search(r"b(c)?", "abc abc"),
        re.match(r"(?P<first>a)|(b)", "abc"),
        re.fullmatch(r"a.*?c|a.*", "abcd"),
        re.compile(r"(?<=b)c").search("abc abc", 3),
        re.compile(r"b$").search("abab", 1, 2),
        list(re.finditer(r"\w", "abc"))[2],
        list(re.finditer(rb"(?:)", b"ab"))[1],
        re.compile("é").search("caf\N{LATIN SMALL LETTER E WITH ACUTE}"),
    ],
    ids=str,
)
def test_a_match(match: Any) -> None:
    copy = again(match)
    assert copy.regs == match.regs
    assert (copy.re, copy.string, copy.pos, copy.endpos) == (
        match.re,
        match.string,
        match.pos,
        match.endpos,
    )
    assert (copy.lastindex, copy.lastgroup, copy.groups()) == (
        match.lastindex,
        match.lastgroup,
        match.groups(),
    )


def test_a_match_shares_its_text() -> None:
    match, text = again((one := re.search("b", "abc" * 10), one.string))  # type: ignore[union-attr]
    assert match.string is text


def test_a_match_in_a_generator() -> None:
    def words(lines: list[str]) -> Iterator[str]:
        for line in lines:
            if match := re.match(r"(\w+)\s+(\w+)", line):
                yield match[1]
                yield match[2]

    gen = words(["a b", "", "c d"])
    found = []
    for _ in range(4):
        gen = again(gen)
        found.append(next(gen))
    assert found == ["a", "b", "c", "d"]


def test_a_match_whose_text_has_changed() -> None:
    text = bytearray(b"abc")
    match = re.search(b"b", text)
    text[1] = 0
    with pytest.raises(NotSaveable, match="a match whose text has changed since"):
        freeze(match)


def test_an_expression_that_matches_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen = freeze(re.search("b", "abc"))
    monkeypatch.setattr(matches, "_told", lambda match: None)
    with pytest.raises(ForeignSnapshot, match="matches otherwise on this Python"):
        thaw(frozen)


# -- struct, random and decimal


def test_the_systems_randomness() -> None:
    class Own(random.SystemRandom):
        note = ""

    one = Own()
    one.note = "mine"
    copy, plain = again((one, random.SystemRandom()))
    assert (copy.note, type(plain)) == ("mine", random.SystemRandom)
    assert 0 <= copy.random() < 1 and 0 <= plain.randrange(5) < 5


def test_a_struct() -> None:
    assert again(struct.Struct("<Hb")).unpack(b"\x01\x02\x03") == (513, 3)


@pytest.mark.skipif(sys.version_info < (3, 13), reason="shows the contexts from 3.13 on")
def test_within_another_decimal_context() -> None:
    def thirds() -> Iterator[str]:
        with decimal.localcontext() as inside:
            inside.prec = 5
            yield str(decimal.Decimal(1) / 3)
            yield str(decimal.Decimal(1) / 3)

    outside = decimal.getcontext().copy()
    try:
        gen = thirds()
        assert next(gen) == "0.33333"
        cut = again(gen)
        assert next(cut) == "0.33333"
        assert list(cut) == []
        assert decimal.getcontext().prec == outside.prec
    finally:
        decimal.setcontext(outside)


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="shows the contexts from 3.13 on")
def test_another_decimal_context_is_refused() -> None:
    with pytest.raises(NotSaveable, match=r"a decimal\.ContextManager cannot be saved"):
        freeze(decimal.localcontext())


def test_a_class_that_says_itself_how_it_is_made() -> None:
    class Told(gzip.GzipFile):
        def __reduce__(self) -> Any:
            return str, ("told",)

    with Told(fileobj=io.BytesIO(), mode="w") as file:
        assert again(file) == "told"


# -- files on files

OPENERS: dict[str, Any] = {"gzip": gzip.open, "bz2": bz2.open, "lzma": lzma.open}


@pytest.fixture(params=OPENERS)
def packed(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Any]:
    path = tmp_path / "packed"
    with OPENERS[request.param](path, "wt", encoding="utf-8", newline="\n") as file:
        file.writelines(f"line {n} \N{EURO SIGN}\n" for n in range(3000))
    return lambda *options, **named: OPENERS[request.param](path, *options, **named)


@pytest.mark.parametrize("count", [0, 1, 1500, 3000])
def test_a_compressed_file(packed: Callable[..., Any], count: int) -> None:
    expected = [f"line {n} \N{EURO SIGN}\n" for n in range(3000)]
    with packed("rt", encoding="utf-8") as text, packed("rb") as data:
        for file, all_lines in ((text, expected), (data, [one.encode() for one in expected])):
            for _ in range(count):
                next(file)
            cut = again(file)
            assert list(cut) == all_lines[count:]
            cut.close()
            assert list(file) == all_lines[count:]


def test_a_compressed_file_closes_what_it_has_opened(packed: Callable[..., Any]) -> None:
    with packed("rb") as file:
        cut = again(file)
        inner = cut.fileobj if hasattr(cut, "fileobj") else cut._fp
        cut.close()
        assert inner.closed
    assert again(file).closed


@pytest.mark.parametrize("level", [9, 1, 4])
@pytest.mark.parametrize("mode", ["wb", "wt"])
def test_a_file_that_gzip_writes(tmp_path: Path, level: int, mode: str) -> None:
    """One stream with one header, whatever comes in between."""
    path = tmp_path / "out.gz"
    text = [f"line {n % 7}\n" for n in range(600)]
    lines: list[Any] = [one.encode() for one in text] if mode == "wb" else text
    left: list[Any] = []
    file: Any = gzip.open(path, mode, level)  # noqa: SIM115 - others take its place
    for n, line in enumerate(lines):
        file.write(line)
        if n % 200 == 100:
            frozen = freeze(file)
            left.append(file)
            size = path.stat().st_size
            file = thaw(frozen)
            assert path.stat().st_size == size
    file.close()
    with gzip.open(path, "rt") as again:
        assert again.read() == "".join(text)
    assert zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(path.read_bytes()).count(b"\n") == 600
    for one in left:  # they think that they have something to write
        one.close()


def test_a_file_that_gzip_writes_into_another(tmp_path: Path) -> None:
    with (
        (tmp_path / "out.gz").open("wb") as inner,
        gzip.GzipFile(fileobj=inner, mode="wb") as file,
        pytest.raises(NotSaveable, match="a GzipFile that writes into a file which others"),
    ):
        freeze(file)


@pytest.mark.parametrize("kind", ["bz2", "lzma"])
def test_other_compressed_files_that_are_written(tmp_path: Path, kind: str) -> None:
    with (
        OPENERS[kind](tmp_path / "out", "wb") as file,
        pytest.raises(NotSaveable, match="File that is written cannot be saved"),
    ):
        freeze(file)


def test_lzma_keeps_its_filters() -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}]
    data = lzma.compress(b"a\nb\n", lzma.FORMAT_RAW, filters=filters)
    with lzma.open(io.BytesIO(data), format=lzma.FORMAT_RAW, filters=filters) as file:
        assert next(file) == b"a\n"
        assert list(again(file)) == [b"b\n"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: io.TextIOWrapper(io.BytesIO(b"a\nb\nc\n")),
        lambda: io.TextIOWrapper(io.BufferedReader(io.BytesIO(b"a\nb\nc\n"))),  # type: ignore[type-var]
        lambda: io.TextIOWrapper(io.BufferedRandom(io.BytesIO(b"a\nb\nc\n"))),  # type: ignore[type-var]
    ],
    ids=["text", "buffered", "random"],
)
def test_a_file_on_bytes(make: Callable[[], Any]) -> None:
    file = make()
    assert next(file) == "a\n"
    cut = again(file)
    assert next(cut) == "b\n"
    assert next(again(cut)) == "c\n"
    assert list(file) == ["b\n", "c\n"]
    file.close()
    with pytest.raises(NotSaveable):
        freeze(io.BufferedReader(_NoPlace()))


class _NoPlace(io.RawIOBase):
    def readable(self) -> bool:
        return True


def test_a_file_to_change_in_the_midst_of_an_iteration(tmp_path: Path) -> None:
    """To flush it would make it tell a wrong place."""
    path = tmp_path / "text"
    path.write_text("a\nb\nc\n")
    with path.open("r+") as file:
        assert next(file) == "a\n"
        cut = again(file)
        assert list(cut) == ["b\n", "c\n"]
        cut.close()
        assert list(file) == ["b\n", "c\n"]


def test_the_buffers_of_the_standard_streams() -> None:
    with open(sys.executable, "rb") as file:
        stream = io.TextIOWrapper(file)
        old, sys.stdin = sys.stdin, stream
        try:
            assert again(stream.buffer) is stream.buffer
        finally:
            sys.stdin = old


def test_a_fork_reads_on_by_itself() -> None:
    def pairs() -> Iterator[Any]:
        yield from itertools.pairwise("abcd")

    def each() -> Iterator[Any]:
        for one in itertools.pairwise("abcd"):  # noqa: UP028 - an iterator on the value stack
            yield one

    for make in (pairs, each):
        gen = make()
        next(gen)
        other = fork(gen)
        assert list(gen) == list(other) == [("b", "c"), ("c", "d")]
