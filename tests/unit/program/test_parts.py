"""A state in parts: what is compressed, and that it comes together again."""

from __future__ import annotations

import random
import zlib

import pytest

from stillframe.program import parts

NOISE = random.Random(1).randbytes(300_000)
TEXT = b"a state that repeats itself; " * 10_000


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART", 100_000)
    monkeypatch.setattr(parts, "LEAST", 50_000)


@pytest.mark.parametrize("size", [0, 1, 99_999, 100_000, 100_001, 250_000])
def test_split_and_joined(size: int) -> None:
    for state in (NOISE[:size], TEXT[:size]):
        found = [(flag, bytes(data)) for flag, data in parts.split(memoryview(state))]
        assert len(found) == -(-size // 100_000)
        assert parts.join(found) == state


def test_only_what_shrinks_is_compressed() -> None:
    state = NOISE[:100_000] + TEXT[:100_000] + TEXT[:1000]
    found = list(parts.split(memoryview(state)))
    assert [flag for flag, _ in found] == [False, True, False]
    assert len(found[1][1]) < 10_000


COMPRESSED = zlib.compress(TEXT[:100_000])


@pytest.mark.parametrize(
    "row",
    [(0, None), (0, "text"), (1, b"no zlib"), (1, COMPRESSED[:-5]), (1, b"")],
    ids=["nothing", "text", "noise", "cut short", "empty"],
)
def test_what_is_no_part(row: tuple[object, object]) -> None:
    with pytest.raises(ValueError, match="a part "):
        parts.join([row])


def test_a_part_never_grows_beyond_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART", 50_000)
    with pytest.raises(ValueError, match="cut short"):
        parts.join([(1, COMPRESSED)])
