"""Freeze and thaw: what survives, and what is refused."""

from __future__ import annotations

import copy
import gc
import inspect
import pickle
import re
import socket
import subprocess
import sys
import threading
import types
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import stillframe
from stillframe import DamagedSnapshot, NotSaveable, freeze, thaw


def again(obj: Any) -> Any:
    return thaw(freeze(obj))


def count(n: int) -> Iterator[int]:
    total = 0
    for i in range(n):
        total += i
        yield total


def started(generator: Any, steps: int = 1) -> Any:
    for _ in range(steps):
        next(generator)
    return generator


@pytest.fixture
def enabled(monkeypatch: pytest.MonkeyPatch) -> None:
    import copyreg

    monkeypatch.setattr(copyreg, "dispatch_table", copyreg.dispatch_table)
    stillframe.enable_pickle()


def test_it_is_a_native_one_again() -> None:
    one = started(count(5), 2)
    other = again(one)
    assert type(other) is types.GeneratorType
    assert list(other) == list(one) == [3, 6, 10]
    assert repr(other).startswith("<generator object count at 0x")
    assert other.gi_code.co_filename == __file__


def test_again_and_again() -> None:
    one = count(200)
    seen = []
    for value in one:
        seen.append(value)
        one = again(one)
        break
    while True:
        try:
            seen.append(next(one))
        except StopIteration:
            break
        one = again(one)
    assert seen == list(count(200))
    assert len(freeze(started(count(5)))) < 1100


def test_cells_stay_shared() -> None:
    def counter() -> Iterator[int]:
        nonlocal total
        while True:
            total += 1
            yield total

    total = 0
    one = counter()
    next(one)
    ask, other = again((lambda: total, one))
    next(other)
    assert (ask(), total) == (2, 1)


def test_a_generator_that_holds_itself() -> None:
    def g(me: list[Any]) -> Iterator[Any]:
        yield 1
        yield me

    me: list[Any] = []
    me.append(started(g(me)))
    (other,) = again(me)
    assert next(other)[0] is other
    me[0].close()
    me.clear()
    other.close()


def test_identity_and_sharing() -> None:
    def g(box: list[int]) -> Iterator[list[int]]:
        while True:
            yield box

    box = [1]
    one, two = started(g(box)), started(g(box))
    other_box, other, another = again((box, one, two))
    assert next(other) is next(another) is other_box
    assert other_box is not box


def test_unbound_stays_unbound() -> None:
    def g(flag: bool) -> Iterator[str]:
        value = "bound"
        if flag:
            del value
        yield "here"
        try:
            yield value
        except UnboundLocalError:
            yield "unbound"

    for flag, expected in ((True, "unbound"), (False, "bound")):
        assert next(again(started(g(flag)))) == expected


def test_an_exception_keeps_its_traceback_and_context() -> None:
    def g() -> Iterator[Any]:
        try:
            try:
                raise ZeroDivisionError
            except ZeroDivisionError:
                raise KeyError("x") from None  # its context is there all the same
        except KeyError as error:
            yield error
            raise

    other = again(started(g()))
    with pytest.raises(KeyError) as caught:
        next(other)
    assert isinstance(caught.value.__context__, ZeroDivisionError)
    assert caught.value.__suppress_context__
    lines = inspect.getsource(sys.modules[__name__]).splitlines()
    # The entry of where it was raised comes last: the others were added on the way out.
    assert "raise KeyError" in lines[caught.traceback[-1].lineno]


def test_created_and_closed() -> None:
    created, closed = again((count(3), started(count(0), 0)))
    assert inspect.getgeneratorstate(created) == "GEN_CREATED"
    assert list(created) == [0, 1, 3]
    closed.close()
    assert inspect.getgeneratorstate(again(closed)) == "GEN_CLOSED"


def test_depth() -> None:
    def down(n: int) -> Iterator[int]:
        if n:
            yield from down(n - 1)
        yield n

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(3000)
    try:
        other = again(started(down(1500)))
        assert next(other) == 1
    finally:
        sys.setrecursionlimit(limit)


def test_a_file_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text("one\ntwö\nthree\n", encoding="utf-8")

    def lines(path: Path) -> Iterator[str]:
        with path.open(encoding="utf-8") as file:
            for line in file:  # noqa: UP028 - an iterator on the value stack
                yield line

    one = started(lines(path))
    other = again(one)
    assert list(one) == list(other) == ["twö\n", "three\n"]


def test_an_object_that_looks_for_attributes_in_another() -> None:
    """pickle asks it for `__setstate__`, before it holds that other one."""

    class Proxy:
        __slots__ = ("__dict__", "wrapped")

        def __init__(self, wrapped: Any) -> None:
            self.wrapped = wrapped
            self.note = "mine"

        def __getattr__(self, name: str) -> Any:
            return getattr(self.wrapped, name)

        def __setattr__(self, name: str, value: Any) -> None:
            object.__setattr__(self, name, value)
            self.wrapped.append(name)

    one = Proxy([])
    other = again(one)
    assert (type(other), other.note, other.wrapped) == (Proxy, "mine", ["wrapped", "note"])
    assert other.count("note") == 1


def test_locks() -> None:
    def g(lock: Any) -> Iterator[bool]:
        yield False
        with lock:
            yield lock.locked()

    lock = threading.Lock()
    one = started(g(lock))
    other = again(one)
    assert next(one) and next(other)
    with pytest.raises(NotSaveable, match="local 'lock': a lock that is held cannot be saved"):
        freeze(one)
    assert list(one) == list(other) == []


def test_a_refusal_names_the_path() -> None:
    def read(sock: socket.socket) -> Iterator[int]:
        yield 1
        sock.getpeername()

    def outer(delegate: Iterator[int]) -> Iterator[int]:
        yield from delegate

    with socket.socket() as sock:
        one = started(outer(read(sock)))
        with pytest.raises(NotSaveable) as caught:
            freeze({"job": [one]})
        message = str(caught.value)
        assert re.fullmatch(
            r"dict › \['job'\] › \[0\] generator .*outer\(\) at .*test_freeze.py:\d+"
            r" › local 'delegate' generator .*read\(\) at .*test_freeze.py:\d+"
            r" › local 'sock': a socket.socket cannot be saved \(.*\)",
            message,
        ), message
        assert inspect.getgeneratorstate(one) == "GEN_SUSPENDED"
        one.close()


def test_running_is_refused() -> None:
    def g() -> Iterator[bytes]:
        yield freeze(me)

    me = g()
    with pytest.raises(NotSaveable, match="it is running"):
        next(me)


def test_a_taught_type() -> None:
    class Handle:
        def __init__(self, name: str) -> None:
            self.name = name
            self.lock = threading.Lock()
            self.lock.acquire()

    def g(handle: Handle) -> Iterator[str]:
        yield ""
        yield handle.name

    with pytest.raises(NotSaveable):
        freeze(started(g(Handle("x"))))
    stillframe.register(Handle, lambda handle: handle.name, Handle)
    assert next(again(started(g(Handle("x"))))) == "x"


def test_signed() -> None:
    data = freeze(started(count(3)), key=b"secret")
    assert list(thaw(data, key=b"secret")) == [1, 3]
    with pytest.raises(stillframe.BadSignature):
        thaw(data, key=b"other")


def test_damage() -> None:
    data = bytearray(freeze(started(count(3))))
    from stillframe.snapshot.format import Snapshot, pack, unpack

    snapshot = unpack(bytes(data))
    with pytest.raises(DamagedSnapshot):
        thaw(pack(Snapshot(sys.version_info[:3], b"", snapshot.graph, ())))
    with pytest.raises(DamagedSnapshot):
        thaw(pack(Snapshot(sys.version_info[:3], snapshot.codes, snapshot.graph[:-9], ())))
    with pytest.raises(DamagedSnapshot):
        thaw(bytes(data[:-5]))


MAIN = """\
import sys, stillframe
class Point:
    def __init__(self, x): self.x = x
def walk(points):
    for point in points:
        yield point.x + OFFSET, (lambda: point.x)()
OFFSET = 10
if __name__ == "__main__":
    one = walk([Point(1), Point(2), Point(3)])
    print(next(one))
    open(sys.argv[1], "wb").write(stillframe.freeze(one))
"""


def test_main_goes_by_value_into_another_process(tmp_path: Path) -> None:
    script, data = tmp_path / "script.py", tmp_path / "data"
    script.write_text(MAIN)
    subprocess.run([sys.executable, script, data], check=True, timeout=60)
    resume = "import stillframe, sys; print(list(stillframe.thaw(open(sys.argv[1], 'rb').read())))"
    out = subprocess.run(
        [sys.executable, "-c", resume, data], check=True, timeout=60, capture_output=True, text=True
    )
    assert out.stdout == "[(12, 2), (13, 3)]\n"


def test_changed_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    module = tmp_path / "changing_source.py"
    module.write_text("def g():\n    yield 1\n    yield 2\n")
    import changing_source  # type: ignore[import-not-found]

    one = changing_source.g()
    next(one)
    data = freeze(one)
    assert list(thaw(data)) == [2]
    module.write_text("def g():\n    yield 1\n    yield 3\n    yield 4\n")
    del sys.modules["changing_source"]
    try:
        with pytest.raises(stillframe.CodeChanged, match=r"\bg\b"):
            thaw(data)
    finally:
        sys.modules.pop("changing_source", None)


@pytest.mark.usefixtures("enabled")
def test_pickle_and_copy() -> None:
    one = started(count(4))
    assert list(pickle.loads(pickle.dumps(one))) == [1, 3, 6]
    assert list(pickle.loads(pickle.dumps(one, 2))) == [1, 3, 6]
    assert list(copy.copy(one)) == [1, 3, 6]
    assert list(copy.deepcopy([one])[0]) == [1, 3, 6]
    assert list(one) == [1, 3, 6]


def squares_less(n: int, start: int) -> Iterator[int]:
    yield from (i * i - n for i in range(start, start + 4) if all(n for _ in "x"))


@pytest.mark.usefixtures("enabled")
def test_pickle_takes_cells() -> None:
    one = started(squares_less(3, 2))
    assert list(pickle.loads(pickle.dumps(one))) == list(one) == [6, 13, 22]


def test_a_coroutine_never_awaited_stays_quiet() -> None:
    @types.coroutine
    def pause() -> Any:
        yield

    async def main() -> int:
        await pause()
        return 7

    one = main()
    one.send(None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        other = again(one)
        with pytest.raises(StopIteration) as stop:
            other.send(None)
    assert stop.value.value == 7
    one.close()


def test_standard_streams_are_those_of_the_process() -> None:
    for stream in (sys.__stdout__, sys.__stderr__):
        assert again([stream])[0] is stream


class Fails:
    def __reduce__(self) -> Any:
        return _fail, ()


def _fail() -> None:
    raise ZeroDivisionError


@types.coroutine
def pausing() -> Any:
    yield


async def coroutine(local: Any) -> Any:
    await pausing()
    return local


async def stream(local: Any) -> Any:
    await pausing()
    yield local


@pytest.mark.parametrize("make", [count, coroutine, stream])
def test_a_thaw_that_fails_leaves_nothing(make: Any) -> None:
    """Neither what was made until then, nor a warning that nobody awaits it."""
    one = make(Fails() if make is not count else 3)
    driver = one if make is not stream else one.asend(None)
    driver.send(None)
    data = freeze([driver, Fails()] if make is count else driver)

    def alive() -> int:
        gc.collect()
        kinds = types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType
        return sum(isinstance(each, kinds) for each in gc.get_objects())

    before = alive()
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            thaw(data)
        if make is not count:
            with pytest.raises(ZeroDivisionError):
                stillframe.fork(one, deep=True)
    assert alive() == before
    driver.close()
