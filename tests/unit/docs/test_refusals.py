"""The page on what can't be saved: each row's refusal is brought about, and no refusal is left out.

A case is called by the message that stands in its row.
"""

from __future__ import annotations

import ast
import asyncio
import bz2
import contextlib
import ctypes
import decimal
import gzip
import hashlib
import io
import itertools
import multiprocessing
import os
import pickle
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import types
import zlib
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import stillframe
from stillframe import fork, freeze, thaw
from stillframe.loop import EventLoop
from stillframe.native.iterators import make_iterator
from stillframe.program.snapshot import thaw_program
from stillframe.snapshot import identity, refused
from stillframe.snapshot.format import VERSION
from unit.cli import processes
from unit.program import resuming

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "src" / "stillframe"
PAGE = (ROOT / "docs" / "refusals.md").read_text(encoding="utf-8")
ROWS = [
    cells[1].strip().strip("`")
    for line in PAGE.splitlines()
    if line.startswith("| ") and (cells := line.strip("|").split(" | "))[1] != "the message"
]

Case = Callable[[Path], object]
CASES: dict[str, Case] = {}


def case(message: str) -> Callable[[Case], Case]:
    """Decorates what brings a refusal about: it raises it, or returns what is said."""

    def register(function: Case) -> Case:
        assert message not in CASES
        CASES[message] = function
        return function

    return register


def pattern(message: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, message.split("…"))), re.DOTALL)


def needs_processes(case: Case) -> Case:
    def function(folder: Path) -> object:
        if sys.platform == "emscripten":
            pytest.skip("WebAssembly starts no processes, and has no sockets and threads")
        return case(folder)

    return function


@pytest.mark.parametrize("message", ROWS)
def test_row(message: str, tmp_path: Path) -> None:
    try:
        said = CASES[message](tmp_path)
    except (stillframe.SnapshotError, stillframe.StoreError) as error:
        said = str(error)
    else:
        assert isinstance(said, str), "it was not refused"
    assert pattern(message).search(said), said


def test_every_row_has_its_case_and_every_case_its_row() -> None:
    assert sorted(ROWS) == sorted(CASES)


# -- no refusal of the source is left out


def literals(path: Path, names: tuple[str, ...]) -> Iterator[str]:
    """The longest text in each error of these kinds that a module makes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[argument]) if name in names:
                texts = [
                    one.value
                    for one in ast.walk(argument)
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                ]
                if texts:
                    yield max(texts, key=len)


# Refusals that have no row.
WITHOUT = {
    # These can't come about: who delegates in a ring is running; an asend() always shows its
    # generator.
    ": its delegates form a ring",
    " that has come to its end",
    # Two calls of copy.deepcopy, one after the other, with a memo of the caller's.
    " was copied before the ",
    # It needs a TLS connection; `docs/outside.md` has it, and its test.
    "a TLS connection cannot be saved",
    "a socket of the ssl module cannot be saved: close it before",
    # A process pool at work: as the row of threads.
    "work in a process of this executor is in progress",
    # Children of asyncio: as the row of open connections.
    "a child process, ",
}


def test_no_refusal_is_left_out() -> None:
    found = {
        text for path in sorted(SOURCE.rglob("*.py")) for text in literals(path, ("NotSaveable",))
    }
    assert len(found) > 20
    assert found >= WITHOUT
    texts = found - WITHOUT | set(refused._REFUSED.values())
    missing = {text for text in texts if not any(_shared(text, message) for message in ROWS)}
    assert missing == set()


def _shared(text: str, message: str) -> bool:
    return any(part in text or text.strip(" :") in part for part in _parts(message))


def _parts(message: str) -> list[str]:
    return [part for part in message.split("…") if len(part.strip(" :")) > 8]


# -- frames


@types.coroutine
def pause() -> Generator[str, Any, Any]:
    return (yield "pause")


def started(one: Any) -> Any:
    one.send(None)
    return one


def holding(value: Any) -> Any:
    def job(local: Any) -> Iterator[Any]:
        yield
        yield local

    return started(job(value))


async def numbers() -> AsyncIterator[int]:
    for n in range(3):
        yield n
        await pause()


@case("…: it is running")
def _(folder: Path) -> object:
    def g() -> Iterator[Any]:
        yield freeze(me)

    me = g()
    return next(me)


@case("…: its value stack can't be told from what CPython shows …")
def _(folder: Path) -> object:
    if sys.version_info < (3, 12):
        pytest.skip("3.11 doesn't inline comprehensions")

    async def main() -> Any:
        x = "outside"
        found = [(lambda: x)() async for x in waits()]
        return found, (lambda: x)()

    one = started(main())
    try:
        return freeze(one)
    finally:
        one.close()


async def waits() -> AsyncIterator[int]:
    yield await pause()


@case("…: an asend() that nothing waits in")
def _(folder: Path) -> object:
    async def main() -> Any:
        return await (numbers().__anext__(), await pause())[0]

    one = started(main())
    try:
        return fork(one)
    finally:
        with contextlib.suppress(StopIteration):
            one.send(None)


async def closes(stream: Any) -> None:
    await anext(stream)
    await stream.aclose()


async def lingers() -> AsyncIterator[int]:
    try:
        yield 1
    finally:
        await pause()


@case("…: an aclose() of it is in progress; plain pickle can't do that, stillframe.freeze() can")
def _(folder: Path) -> object:
    stillframe.enable_pickle()
    one = started(closes(lingers()))
    assert freeze(one)
    return pickle.dumps(one)


@case("…: its code is in no module that can be imported; stillframe.freeze() saves it whole")
def _(folder: Path) -> object:
    stillframe.enable_pickle()
    namespace: dict[str, Any] = {}
    exec("def made():\n    yield 1\n    yield 2", namespace)
    one = started(namespace["made"]())
    assert freeze(one)
    return pickle.dumps(one)


@case("…: a list among its constants cannot be saved")
def _(folder: Path) -> object:
    def constant() -> Any:
        return "here"

    made: Any = tuple([1] if one == "here" else one for one in constant.__code__.co_consts)
    constant.__code__ = constant.__code__.replace(co_consts=made)
    return freeze(constant)


# -- the process


@case("…: a socket.socket cannot be saved (TypeError: cannot pickle 'socket' object)")
@needs_processes
def _(folder: Path) -> object:
    with socket.socket() as sock:
        return freeze(holding(sock))


@case("…: a lock that is held cannot be saved")
def _(folder: Path) -> object:
    for lock in (threading.Lock(), threading.RLock()):
        assert freeze(lock)
        with lock, pytest.raises(stillframe.NotSaveable):
            freeze(lock)
    with lock:
        return freeze(holding({"lock": lock}))


@case("…: a file that was not opened by its path cannot be saved")
def _(folder: Path) -> object:
    with tempfile.TemporaryFile() as file:
        return freeze(holding(file))


@case("…: a thread cannot be saved: start one where it is needed")
def _(folder: Path) -> object:
    return freeze(holding(threading.Thread()))


@case("…: a child process cannot be saved: start one where it is needed")
@needs_processes
def _(folder: Path) -> object:
    with pytest.raises(stillframe.NotSaveable, match="a child process cannot"):
        freeze(multiprocessing.Process())
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        return freeze(holding(process))


@case("…: an executor cannot be saved: make one where it is needed")
@needs_processes
def _(folder: Path) -> object:
    with ThreadPoolExecutor() as pool:
        return freeze(holding(pool))


@case("…: a _multiprocessing.SemLock cannot be saved (…)")
@needs_processes
def _(folder: Path) -> object:
    return freeze(holding(multiprocessing.Lock()))


@case("…belongs to an event loop that isn't stillframe's")
def _(folder: Path) -> object:
    async def main() -> object:
        return freeze(holding(asyncio.get_running_loop().create_future()))

    return asyncio.run(main())


@case("…: an event loop that isn't stillframe's cannot be saved…")
def _(folder: Path) -> object:
    async def main() -> object:
        task = asyncio.create_task(asyncio.sleep(10))
        await asyncio.sleep(0)
        return freeze(task.get_coro())

    return asyncio.run(main())


# -- C


@case("…: a connection in a transaction cannot be saved: …")
def _(folder: Path) -> object:
    with contextlib.closing(database()) as connection:
        connection.execute("INSERT INTO one VALUES (3)")
        return freeze(holding(connection))


@case("…: a connection with rows that wait to be fetched cannot be saved: …")
def _(folder: Path) -> object:
    with contextlib.closing(database()) as connection:
        rows = connection.execute("SELECT * FROM one")
        next(rows)
        return freeze(holding(rows))


@case("…: a connection with temporary tables cannot be saved: …")
def _(folder: Path) -> object:
    with contextlib.closing(database()) as connection:
        connection.execute("CREATE TEMP TABLE two (y)")
        return freeze(holding(connection))


@case("…: a connection with functions of the program's own (…) cannot be saved: …")
def _(folder: Path) -> object:
    with contextlib.closing(database()) as connection:
        connection.create_function("double", 1, lambda n: 2 * n)
        return freeze(holding(connection))


def database() -> Any:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE one (x)")
    connection.execute("INSERT INTO one VALUES (1), (2)")
    connection.isolation_level = "DEFERRED"
    return connection


@case("…: a _hashlib.HASH cannot be saved (…)")
def _(folder: Path) -> object:
    for one in (
        zlib.compressobj(),
        *([os.scandir(folder)] if sys.platform != "emscripten" else []),
    ):
        with pytest.raises(stillframe.NotSaveable, match=r"a .* cannot be saved \(TypeError: "):
            freeze(one)
        getattr(one, "close", int)()
    try:
        return freeze(holding(hashlib.sha256()))
    except stillframe.NotSaveable as error:
        # Which one it is depends on how Python was built.
        return re.sub(r"a _\w+\.\w+ cannot", "a _hashlib.HASH cannot", str(error))


@case("…: an entry of a directory that was scanned by its descriptor")
def _(folder: Path) -> object:
    if os.scandir not in os.supports_fd:
        pytest.skip("needs scans by descriptor")
    (folder / "one").touch()
    number = os.open(folder, os.O_RDONLY)
    try:
        with os.scandir(number) as scan:
            return freeze(holding(list(scan)))
    finally:
        os.close(number)


@case("…: a BZ2File that is written cannot be saved: what it has compressed is hidden in C; …")
def _(folder: Path) -> object:
    with bz2.open(folder / "out.bz2", "w") as file:
        return freeze(holding(file))


@case("…: a GzipFile that writes into a file which others may write into cannot be saved; …")
def _(folder: Path) -> object:
    with gzip.GzipFile(fileobj=io.BytesIO(), mode="w") as file:
        return freeze(holding(file))


@case("…: a decimal.ContextManager cannot be saved (…)")
def _(folder: Path) -> object:
    if sys.version_info >= (3, 13):
        pytest.skip("from 3.13 on it is saved")
    return freeze(holding(decimal.localcontext()))


@case("…: a match whose text has changed since cannot be saved; …")
def _(folder: Path) -> object:
    text = bytearray(b"abc")
    match = re.search(b"b", text)
    text[1] = 0
    return freeze(holding(match))


@case("…: a … cannot be saved (TypeError: cannot …)")
def _(folder: Path) -> object:
    if sys.version_info >= (3, 14):
        with pytest.raises(stillframe.NotSaveable, match=r"\(TypeError: cannot see how far islice"):
            freeze(itertools.islice("abc", 2))
    return freeze(holding(re.finditer("a", "aa")))


@case("… › value stack: a … cannot be copied on this Python (cannot see how far … is)")
def _(folder: Path) -> object:
    if sys.version_info < (3, 14):
        pytest.skip("before 3.14 they tell")
    return fork(started(one for one in itertools.islice("abc", 2)))


@case("…: a … cannot be saved (ValueError: ctypes objects containing pointers cannot be pickled)")
def _(folder: Path) -> object:
    return freeze(holding(ctypes.pointer(ctypes.c_int(1))))


@case("…: a frame cannot be saved (TypeError: cannot pickle 'frame' object)")
def _(folder: Path) -> object:
    return freeze(holding(sys._getframe()))


@case(
    "… class callable_iterator: a type of C's that no module has under its name cannot be saved; …"
)
def _(folder: Path) -> object:
    return freeze(holding(type(iter(int, 1))))


# -- everything else


@case("…: objects stand within objects too deep to be followed")
def _(folder: Path) -> object:
    if sys.platform == "emscripten":
        pytest.skip("WebAssembly's own stack ends before")
    nested: list[Any] = []
    for _ in range(100_000):
        nested = [nested]
    try:
        return freeze(nested)
    finally:
        while nested:
            nested = nested.pop()


class Refusing:
    def __reduce__(self) -> Any:
        raise TypeError("not this one")


@case("…: a … cannot be saved (TypeError: not this one)")
def _(folder: Path) -> object:
    return freeze(holding(Refusing()))


# -- a loop of ours


@contextlib.contextmanager
def paused(main: Callable[[EventLoop], Any]) -> Iterator[EventLoop]:
    """A loop between two turns, while a task of it waits."""
    loop = EventLoop()
    try:
        task = loop.create_task(main(loop))
        loop.call_soon(loop.call_soon, loop.pause)
        loop.run_turns()
        yield loop
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
        loop.run_until_complete(loop.shutdown_default_executor())
    finally:
        loop.close()


@case("…: an event loop that is running cannot be saved; pause it between turns")
def _(folder: Path) -> object:
    said: list[object] = []

    def ask() -> None:
        with pytest.raises(stillframe.NotSaveable) as refusal:
            freeze([loop])
        said.append(str(refusal.value))

    with contextlib.closing(EventLoop()) as loop:
        loop.call_soon(ask)
        loop.call_soon(loop.stop)
        loop.run_forever()
    return said[0]


@case("…: an event loop with an open transport, …, cannot be saved")
@needs_processes
def _(folder: Path) -> object:
    return _connected(lambda loop, transport: [loop])


def _connected(what: Callable[[EventLoop, Any], Any]) -> object:
    ours, theirs = socket.socketpair()
    with theirs, paused(sleep) as loop:
        connecting = loop.create_connection(asyncio.Protocol, sock=ours)
        transport, _ = loop.run_until_complete(connecting)
        try:
            return freeze(what(loop, transport))
        except stillframe.NotSaveable as error:
            return str(error)
        finally:
            transport.close()


async def sleep(loop: EventLoop) -> None:
    await asyncio.sleep(10)


@case("…: an event loop with a handler for signal … cannot be saved")
@needs_processes
def _(folder: Path) -> object:
    async def main(loop: EventLoop) -> None:
        loop.add_signal_handler(signal.SIGUSR1, print)
        await asyncio.sleep(10)

    with paused(main) as loop:
        try:
            return freeze([loop])
        except stillframe.NotSaveable as error:
            return str(error)


@case("…: an event loop with a file descriptor that it watches (…) cannot be saved")
@needs_processes
def _(folder: Path) -> object:
    ours, theirs = socket.socketpair()
    with ours, theirs, paused(sleep) as loop:
        loop.add_reader(ours, print)
        try:
            return freeze([loop])
        except stillframe.NotSaveable as error:
            return str(error)
        finally:
            loop.remove_reader(ours)


@case("…: an event loop with threads of an executor cannot be saved")
@needs_processes
def _(folder: Path) -> object:
    async def main(loop: EventLoop) -> None:
        loop.run_in_executor(None, int)
        await asyncio.sleep(10)

    with paused(main) as loop:
        try:
            return freeze([loop])
        except stillframe.NotSaveable as error:
            return str(error)


@case("…: an open transport, …, cannot be saved")
@needs_processes
def _(folder: Path) -> object:
    return _connected(lambda loop, transport: [transport])


@case("…: an iterator of a future that has come to its end")
def _(folder: Path) -> object:
    if sys.version_info >= (3, 14):
        pytest.skip("3.14's goes on showing its future, and so is saved")
    with contextlib.closing(EventLoop()) as loop:
        future = loop.create_future()
        future.set_result(None)
        iterator = future.__await__()
        with contextlib.suppress(StopIteration):
            next(iterator)
        return freeze([iterator])


# -- programs


def said_by(folder: Path, files: dict[str, str]) -> str:
    """What a program prints first that runs and can't be saved where it asks to be."""
    resuming.write(folder, files)
    ending = processes.stillframe("run", "app.py", cwd=folder)
    assert (ending.status, ending.stderr) == (0, ""), ending
    return ending.stdout.partition("\n")[0]


def unsaveable(folder: Path, files: dict[str, str]) -> str:
    """What is said when a program can't be saved at its end."""
    resuming.write(folder, files)
    return resuming.unsaveable(folder).partition("NotSaveable: ")[2]


def at_work(doing: str, asking: str = "stillframe.checkpoint()") -> dict[str, str]:
    """A program that does something, and then asks."""
    text = f"""
        import stillframe, threading, time
        from concurrent.futures import ThreadPoolExecutor
        done = []
        def work():
            while not done:
                time.sleep(0.01)
        {doing}
        time.sleep(0.1)
        try:
            {asking}
        except stillframe.NotSaveable as error:
            print(error)
        finally:
            done.append(True)
        """
    return {"app.py": text, "other.py": "import stillframe\nstillframe.checkpoint()"}


@case(
    "process › threads: thread '…', in work() is running, and can't be saved: wait for it to end "
    "before, or run it to its end"
)
@needs_processes
def _(folder: Path) -> object:
    return said_by(folder, at_work("threading.Thread(target=work).start()"))


@case("…: work in a thread of this executor is in progress")
@needs_processes
def _(folder: Path) -> object:
    return said_by(folder, at_work("pool = ThreadPoolExecutor(); pool.submit(work)"))


@case("process › threads: thread '…' of an executor is at work, in work()")
@needs_processes
def _(folder: Path) -> object:
    return said_by(folder, at_work("ThreadPoolExecutor().submit(work)"))


@case("…: work in a thread or a process of an executor is in progress")
@needs_processes
def _(folder: Path) -> object:
    return said_by(folder, at_work("doing = ThreadPoolExecutor().submit(work)"))


@case("…: the file … was deleted or replaced since it was opened")
@needs_processes
def _(folder: Path) -> object:
    text = "import os\nfile = open('out.txt', 'w')\nos.remove('out.txt')"
    return unsaveable(folder, {"app.py": text})


@case("…: an ssl.SSLContext cannot be saved: make it where it is used, or …")
@needs_processes
def _(folder: Path) -> object:
    return unsaveable(folder, {"app.py": "import ssl\ncontext = ssl.create_default_context()"})


@case("module db › global 'conn': a connection in a transaction cannot be saved: commit before")
@needs_processes
def _(folder: Path) -> object:
    text = "import sqlite3\nconn = sqlite3.connect(':memory:')\nconn.execute('BEGIN')"
    return unsaveable(folder, {"app.py": "import db", "db.py": text})


@case("checkpoint() was called by native code, whose frames cannot be saved; …")
@needs_processes
def _(folder: Path) -> object:
    asking = "sorted([2, 1], key=lambda n: stillframe.checkpoint())"
    return said_by(folder, at_work("", asking))


@case("a module is being imported, and importlib holds its lock")
@needs_processes
def _(folder: Path) -> object:
    return said_by(folder, at_work("", "import other"))


# -- going on

FUNCTION = "def g():\n    yield 1\n    yield 2\n"


def thawed_after(folder: Path, change: Callable[[Path], object]) -> object:
    """Thaw a generator of a module that was changed."""
    module = folder / "refused_module.py"
    module.write_text(FUNCTION, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        patch.setattr(sys, "dont_write_bytecode", True)
        import refused_module  # type: ignore[import-not-found]

        data = freeze(started(refused_module.g()))
        change(module)
        del sys.modules["refused_module"]
        try:
            with pytest.raises(stillframe.CodeChanged) as refusal:
                thaw(data)
        finally:
            sys.modules.pop("refused_module", None)
        return str(refusal.value)


@case("… changed since it was saved, at …: what differs: …")
def _(folder: Path) -> object:
    return thawed_after(folder, lambda module: module.write_text(FUNCTION.replace("2", "3")))


@case("… is gone: … has nothing of that name any more")
def _(folder: Path) -> object:
    return thawed_after(folder, lambda module: module.write_text("h = 1"))


@case("… is gone: the module cannot be imported: …")
def _(folder: Path) -> object:
    return thawed_after(folder, Path.unlink)


def resumed_after(folder: Path, text: str, change: Callable[[], object]) -> object:
    """Go on with a program after something of it was changed."""
    resuming.write(folder, {"app.py": text})
    (folder / "data.txt").write_text("one\ntwo\n", encoding="utf-8")
    resuming.save(folder)
    change()
    return resuming.refused(folder)


@case("… is gone: there is no source … any more")
@needs_processes
def _(folder: Path) -> object:
    return resumed_after(folder, "def f(): ...", (folder / "app.py").unlink)


@case("the file …, which the program has open, is gone: …")
@needs_processes
def _(folder: Path) -> object:
    text = "file = open('data.txt')\nline = file.readline()"
    return resumed_after(folder, text, (folder / "data.txt").unlink)


@case("the database …, which the program has open, is gone: put it back")
@needs_processes
def _(folder: Path) -> object:
    text = "import sqlite3\nc = sqlite3.connect('words.db')\nc.execute('CREATE TABLE one (x)')"
    return resumed_after(folder, text, (folder / "words.db").unlink)


@case(
    "the file …, which the program is reading, was changed since the program was saved (…): put it "
    "back as it was"
)
@needs_processes
def _(folder: Path) -> object:
    text = "file = open('data.txt')\nline = file.readline()"
    return resumed_after(folder, text, lambda: (folder / "data.txt").write_text("other"))


@case(
    "the file …, which the program is writing, is shorter than it was when the program was saved "
    "(…): put it back as it was"
)
@needs_processes
def _(folder: Path) -> object:
    text = "file = open('out.txt', 'w')\nfile.write('one')"
    return resumed_after(folder, text, lambda: (folder / "out.txt").write_text(""))


@case("the working folder … is gone: make it again, with the files that it had")
@needs_processes
def _(folder: Path) -> object:
    (folder / "inside").mkdir()
    text = "import os\nos.chdir('inside')"
    return resumed_after(folder, text, (folder / "inside").rmdir)


@case(
    "the program has a socket at the address …: another process uses it: end that one, and try "
    "again"
)
@needs_processes
def _(folder: Path) -> object:
    text = "import socket\nserver = socket.create_server(('127.0.0.1', 0))"
    resuming.write(folder, {"app.py": f"{text}\nprint(server.getsockname()[1])"})
    port = int(resuming.save(folder))
    with socket.create_server(("127.0.0.1", port)):
        return resuming.refused(folder)


@case("not a stillframe snapshot: it doesn't begin as one")
def _(folder: Path) -> object:
    return thaw(pickle.dumps(range(1000)))


@case("this snapshot is not one of a program: thaw() takes it")
def _(folder: Path) -> object:
    return thaw_program(freeze(1))


@case("this snapshot was made by a newer stillframe (…): thaw it with that one")
def _(folder: Path) -> object:
    data = bytearray(freeze(1))
    place = data.index(VERSION.to_bytes(2, "little"))
    data[place : place + 2] = (VERSION + 1).to_bytes(2, "little")
    return thaw(data)


@case(
    "… was pickled by Python …, and this is …: what stillframe.freeze() writes goes on here, what "
    "pickle writes doesn't"
)
def _(folder: Path) -> object:
    with pytest.raises(stillframe.ForeignSnapshot) as refusal:
        code = numbers.__code__
        made = identity.reference(code, __name__, 0)
        values = {name: getattr(made, name) for name in made.__slots__}
        identity.resolve(identity.Reference(**{**values, "python": (3, 9)}))
    return str(refusal.value)


@case(
    "…() cannot be put where it was on this Python; thaw the snapshot under the Python that made it"
)
def _(folder: Path) -> object:
    if sys.version_info < (3, 14):
        pytest.skip("before 3.14 they can be")
    return make_iterator(itertools.islice, ("abc", 2), 1)


@case("the snapshot is cut short: it ends after … bytes")
def _(folder: Path) -> object:
    return thaw(freeze(1)[:20])


@case("the snapshot's bytes are not those that were written")
def _(folder: Path) -> object:
    data = bytearray(freeze(1))
    data[-1] ^= 1
    return thaw(data)


@case("the snapshot's signature isn't the key's: don't thaw it")
def _(folder: Path) -> object:
    return thaw(freeze(1, key=b"one"), key=b"other")


@case("the snapshot isn't signed, and a key was given: don't thaw it")
def _(folder: Path) -> object:
    return thaw(freeze(1), key=b"key")
