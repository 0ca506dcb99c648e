"""The container of a snapshot: whole or refused."""

from __future__ import annotations

import gzip
import pickle
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillframe import BadSignature, DamagedSnapshot, ForeignSnapshot, SnapshotError
from stillframe.snapshot.format import Snapshot, pack, unpack

KEY = b"a key"
SNAPSHOT = Snapshot((3, 13, 0), b"codes", b"graph" * 9, (b"one", b"", b"three" * 50))

snapshots = st.builds(
    Snapshot,
    st.tuples(*[st.integers(0, 255)] * 3),
    st.binary(max_size=40),
    st.binary(max_size=200),
    st.lists(st.binary(max_size=60), max_size=4).map(tuple),
)


def plain(snapshot: Snapshot) -> tuple[object, ...]:
    buffers = [bytes(one) for one in snapshot.buffers]
    return snapshot.python, snapshot.codes, snapshot.graph, buffers


@given(snapshots, st.none() | st.binary(max_size=9))
def test_what_goes_in_comes_out(snapshot: Snapshot, key: bytes | None) -> None:
    assert plain(unpack(pack(snapshot, key), key)) == plain(snapshot)


@given(snapshots, st.data())
def test_a_changed_bit_is_seen(snapshot: Snapshot, data: st.DataObject) -> None:
    whole = bytearray(pack(snapshot))
    bit = data.draw(st.integers(0, 8 * len(whole) - 1))
    whole[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SnapshotError):
        unpack(whole)


@given(snapshots, st.data())
def test_a_cut_or_a_growth_is_seen(snapshot: Snapshot, data: st.DataObject) -> None:
    whole = pack(snapshot)
    at = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(SnapshotError):
        unpack(whole[:at])
    with pytest.raises(DamagedSnapshot, match="too many"):
        unpack(whole + b"more")


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    with pytest.raises(SnapshotError):
        unpack(data)
    with pytest.raises(SnapshotError):
        unpack(pack(SNAPSHOT)[:8] + data)


@pytest.mark.parametrize("data", [b"text", pickle.dumps(1), gzip.compress(b"x", mtime=0), b""])
def test_what_is_none(data: bytes) -> None:
    with pytest.raises(SnapshotError):
        unpack(data)


def test_a_later_format_says_so() -> None:
    whole = bytearray(pack(SNAPSHOT))
    struct.pack_into("<H", whole, 8, 2)
    with pytest.raises(ForeignSnapshot, match="newer stillframe"):
        unpack(whole)


def test_text_mode_damage_is_seen() -> None:
    with pytest.raises(ForeignSnapshot, match="not a stillframe snapshot"):
        unpack(pack(SNAPSHOT).replace(b"\r\n", b"\n"))


def test_signatures() -> None:
    signed = pack(SNAPSHOT, KEY)
    assert plain(unpack(signed)) == plain(SNAPSHOT)
    with pytest.raises(BadSignature, match="isn't the key's"):
        unpack(signed, b"another")
    with pytest.raises(BadSignature, match="isn't signed"):
        unpack(pack(SNAPSHOT), KEY)


def test_buffers_are_views_and_aligned() -> None:
    data = pack(SNAPSHOT)
    for buffer in unpack(data).buffers:
        assert isinstance(buffer, memoryview)
        assert buffer.obj is data


def test_not_bytes() -> None:
    with pytest.raises(TypeError):
        unpack("text")  # type: ignore[arg-type]
