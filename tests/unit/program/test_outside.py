"""The world outside of a program that is killed after a save, and goes on in a new process."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sysconfig
import textwrap
from pathlib import Path

import pytest

from unit.cli.processes import Ending, needs_processes, started, stillframe, stopped, write

pytestmark = [
    needs_processes,
    pytest.mark.skipif(os.name == "nt", reason="the loop that can be saved is one on selectors"),
]

# `cut` saves the program, and kills the process: what comes after it is another one's.
HEAD = """
import asyncio, os, signal, socket, subprocess, sys
import stillframe

async def cut():
    await stillframe.checkpoint()
    if not stillframe.resumed():
        os._exit(9)

async def error_of(awaitable):
    try:
        return repr(await awaitable)
    except Exception as error:
        return type(error).__name__

async def settled():
    for _ in range(3):
        await asyncio.sleep(0.001)

class Connections:
    # A server that keeps what its handlers see.
    def __init__(self):
        self.errors = []

    async def serve(self, reader, writer):
        try:
            while line := await reader.readline():
                writer.write(line.upper())
        except ConnectionError as error:
            self.errors.append(type(error).__name__)
        finally:
            writer.close()
"""
TAIL = """
if __name__ == "__main__":
    asyncio.run(main())
"""


def killed(folder: Path, body: str, head: str = HEAD, tail: str = TAIL) -> None:
    """Run a program up to its cut."""
    write(folder / "app.py", head + textwrap.dedent(body) + tail)
    ending = stillframe("run", "app.py", cwd=folder)
    assert ending.status == 9, ending


def went_on(folder: Path, body: str, **how: str) -> str:
    """What a program prints after its cut."""
    killed(folder, body, **how)
    ending = stillframe("resume", "app.still", cwd=folder)
    assert ending.status == 0 and not ending.stderr, ending
    return ending.stdout


def test_a_server_listens_again_and_its_connections_are_broken(tmp_path: Path) -> None:
    body = """
    async def main():
        connections = Connections()
        server = await asyncio.start_server(connections.serve, "127.0.0.1", 0, backlog=7)
        address = server.sockets[0].getsockname()
        serving = asyncio.create_task(server.serve_forever())
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"one\\n")
        assert await reader.readline() == b"ONE\\n"
        names = [writer.get_extra_info(name) for name in ("peername", "sockname")]
        waiting = asyncio.create_task(error_of(reader.readline()))
        await settled()
        await cut()
        print(server.is_serving(), server.sockets[0].getsockname() == address)
        print(await waiting, connections.errors)
        print([writer.get_extra_info(name) for name in ("peername", "sockname")] == names)
        writer.write(b"lost\\n")
        print(await error_of(writer.drain()))
        writer.close()
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"two\\n")
        print(await reader.readline())
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()
        print(await error_of(serving) if not serving.cancelled() else "cancelled")
    """
    body = body.replace(
        'print(await error_of(serving) if not serving.cancelled() else "cancelled")',
        "await asyncio.wait([serving])\n        print(serving.cancelled())",
    )
    assert went_on(tmp_path, body).splitlines() == [
        "True True",
        "ConnectionResetError ['ConnectionResetError']",
        "True",
        "ConnectionResetError",
        "b'TWO\\n'",
        "True",
    ]


def test_a_unix_server(tmp_path: Path) -> None:
    body = """
    async def main():
        connections = Connections()
        server = await asyncio.start_unix_server(connections.serve, "here.sock")
        reader, writer = await asyncio.open_unix_connection("here.sock")
        waiting = asyncio.create_task(error_of(reader.read()))
        await settled()
        await cut()
        print(await waiting, connections.errors)
        writer.close()
        reader, writer = await asyncio.open_unix_connection("here.sock")
        writer.write(b"again\\n")
        print(await reader.readline())
        writer.close()
        await settled()
        server.close()
        print(os.path.exists("here.sock") == (sys.version_info < (3, 13)))
    """
    assert went_on(tmp_path, body).splitlines() == [
        "ConnectionResetError ['ConnectionResetError']",
        "b'AGAIN\\n'",
        "True",
    ]


def test_a_server_that_is_closed_while_connections_are_open(tmp_path: Path) -> None:
    body = """
    async def main():
        connections = Connections()
        server = await asyncio.start_server(connections.serve, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        await settled()
        server.close()
        waiting = asyncio.create_task(server.wait_closed())
        await cut()
        await asyncio.wait_for(waiting, 5)
        await settled()  # up to 3.11 that waits for nothing
        print(connections.errors, server.is_serving(), await error_of(reader.read()))
        writer.close()
    """
    assert went_on(tmp_path, body) == "['ConnectionResetError'] False ConnectionResetError\n"


def test_the_buffer_of_a_connection(tmp_path: Path) -> None:
    body = """
    class Slow(asyncio.Protocol):
        def connection_made(self, transport):
            transport.pause_reading()

    async def main():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Slow, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for _ in range(20):
            writer.write(b"x" * 1_000_000)
        draining = asyncio.create_task(error_of(writer.drain()))
        await settled()
        size = writer.transport.get_write_buffer_size()
        await cut()
        print(size > 0, writer.transport.get_write_buffer_size() in (0, size))
        print(await draining, await error_of(reader.read()))
        writer.close()
        server.close()
    """
    assert went_on(tmp_path, body).splitlines() == [
        "True True",
        "ConnectionResetError ConnectionResetError",
    ]


def test_the_address_is_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = other.getsockname()
        other.close()
        body = f"""
        async def main():
            async with await asyncio.start_server(print, *{address}):
                await cut()
            print("went on")
        """
        killed(tmp_path, body)
    with socket.create_server(address):
        ending = stillframe("resume", "app.still", cwd=tmp_path)
    assert ending.status not in (0, 9) and not ending.stdout
    assert f"the program has a socket at the address {address[0]}:{address[1]}" in ending.stderr
    assert "another process uses it: end that one, and try again" in ending.stderr
    assert stillframe("resume", "app.still", cwd=tmp_path) == Ending(0, "went on\n", "")


def test_datagrams_come_and_go_again(tmp_path: Path) -> None:
    body = """
    class Echo(asyncio.DatagramProtocol):
        def __init__(self):
            self.seen = asyncio.Queue()

        def connection_made(self, transport):
            self.transport = transport

        def datagram_received(self, data, address):
            self.seen.put_nowait(data)
            if not data.isupper():
                self.transport.sendto(data.upper(), address)

    async def main():
        loop = asyncio.get_running_loop()
        one, echo = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
        address = one.get_extra_info("sockname")
        two, client = await loop.create_datagram_endpoint(Echo, remote_addr=address)
        await cut()
        two.sendto(b"hello")
        print(await echo.seen.get(), await client.seen.get())
        print(one.get_extra_info("socket").getsockname() == address)
        one.close()
        two.close()
    """
    assert went_on(tmp_path, body) == "b'hello' b'HELLO'\nTrue\n"


def test_sockets_that_the_loop_waits_for(tmp_path: Path) -> None:
    body = """
    async def main():
        loop = asyncio.get_running_loop()
        listening = socket.create_server(("127.0.0.1", 0), backlog=1)
        listening.setblocking(False)
        address = listening.getsockname()
        accepting = asyncio.create_task(loop.sock_accept(listening))
        one, other = socket.socketpair()
        full, _ = pair = socket.socketpair()
        for each in (one, other, *pair):
            each.setblocking(False)
        started = [
            asyncio.create_task(error_of(loop.sock_recv(one, 10))),
            asyncio.create_task(error_of(loop.sock_sendall(full, b"x" * 10_000_000))),
        ]
        busy = socket.create_server(("127.0.0.1", 0), backlog=0)
        connecting = []
        for _ in range(3):
            connecting.append(socket.socket())
            connecting[-1].setblocking(False)
            started.append(
                asyncio.create_task(
                    error_of(loop.sock_connect(connecting[-1], busy.getsockname()))
                )
            )
        await settled()
        ready = [task.done() for task in started]
        await cut()
        print(ready[:2], ready[-1], listening.getsockname() == address, listening.gettimeout())
        print([await task for task in started if not ready[started.index(task)]])
        print(listening.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) > 0)
        client = socket.create_connection(address)
        accepted, _ = await accepting
        await loop.sock_sendall(accepted, b"hello")
        print(client.recv(5), len(loop._selector.get_map()))
        for sock in (listening, one, other, *pair, busy, *connecting, client, accepted):
            sock.close()
    """
    lines = went_on(tmp_path, body).splitlines()
    assert lines[0] == "[False, False] False True 0.0"
    assert set(eval(lines[1])) == {"ConnectionResetError"} or lines[1].count("Broken") == 1
    assert lines[2:] == ["True", "b'hello' 1"]


def test_what_the_program_watches_itself(tmp_path: Path) -> None:
    body = """
    async def main():
        loop = asyncio.get_running_loop()
        one, other = socket.socketpair()
        number, writing = os.pipe()
        plain = one.fileno(), number
        seen = []

        def ready(name, read):
            try:
                seen.append((name, read()))
            except OSError as error:
                seen.append((name, type(error).__name__))
            loop.remove_reader(one if name == "socket" else number)

        loop.add_reader(one, ready, "socket", lambda: one.recv(10))
        loop.add_reader(number, ready, "pipe", lambda: os.read(number, 10))
        await cut()
        print(plain == (one.fileno(), number))
        await settled()
        print(sorted(seen))
        one.close()
        other.close()
        os.close(number)
    """
    assert went_on(tmp_path, body).splitlines() == [
        "True",
        "[('pipe', 'ConnectionResetError'), ('socket', 'ConnectionResetError')]",
    ]


def test_pipes(tmp_path: Path) -> None:
    body = """
    async def main():
        loop = asyncio.get_running_loop()
        reading, writing = (os.fdopen(fd, mode, 0) for fd, mode in zip(os.pipe(), ("rb", "wb")))
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), reading)
        out, protocol = await loop.connect_write_pipe(
            lambda: asyncio.streams.FlowControlMixin(), writing
        )
        writer = asyncio.StreamWriter(out, protocol, None, loop)
        writer.write(b"x" * 1_000_000)
        await reader.readexactly(10)
        waiting = asyncio.create_task(error_of(reader.readexactly(10_000_000)))
        draining = asyncio.create_task(error_of(writer.drain()))
        await asyncio.sleep(0)
        await cut()
        print(await waiting, await draining, out.is_closing())
        out.close()
    """
    assert went_on(tmp_path, body) == "ConnectionResetError ConnectionResetError True\n"


def test_standard_input_is_the_new_process_s(tmp_path: Path) -> None:
    body = """
    async def main():
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        print(await reader.readline())
        waiting = asyncio.create_task(reader.readline())
        await asyncio.sleep(0)
        await cut()
        print(await waiting)
        print(await reader.read())
    """
    write(tmp_path / "app.py", HEAD + textwrap.dedent(body) + TAIL)
    with started("run", "app.py", cwd=tmp_path, stdin=subprocess.PIPE) as first:
        assert first.process.stdin is not None
        first.process.stdin.write("one\n")
        first.process.stdin.flush()
        assert first.process.wait(30) == 9
    ending = stillframe("resume", "app.still", cwd=tmp_path, stdin=b"two\nthree\n")
    assert ending == Ending(0, "b'two\\n'\nb'three\\n'\n", "")


def test_a_copy_of_standard_output(tmp_path: Path) -> None:
    body = """
    out = os.fdopen(os.dup(1), "w")

    async def main():
        await cut()
        print("here", file=out, flush=True)
    """
    assert went_on(tmp_path, body) == "here\n"


CHILD = "import sys; print(sys.stdin.readline().upper(), end='', flush=True)"


def test_child_processes_come_back_as_killed(tmp_path: Path) -> None:
    body = f"""
    async def start():
        return await asyncio.create_subprocess_exec(
            sys.executable, "-c", {CHILD!r}, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    async def talk(process):
        process.stdin.write(b"hello\\n")
        await process.stdin.drain()
        return await process.stdout.readline()

    async def main():
        gone = await start()
        pid = gone.pid
        waiting = asyncio.create_task(error_of(gone.stdout.readline()))
        ended = asyncio.create_task(gone.wait())
        over = await start()
        await talk(over)
        await over.wait()
        await asyncio.sleep(0)
        await cut()
        gone.kill()  # nobody is hit
        print(await waiting, await ended, gone.returncode, gone.pid == pid, over.returncode)
        print(await error_of(talk(gone)))
        again = await start()
        print(await talk(again), await again.wait())
    """
    assert went_on(tmp_path, body).splitlines() == [
        "ConnectionResetError -9 -9 True 0",
        "ConnectionResetError",
        "b'HELLO\\n' 0",
    ]


def test_a_child_process_that_is_being_started(tmp_path: Path) -> None:
    body = f"""
    async def main():
        starting = asyncio.create_task(
            asyncio.create_subprocess_exec(
                sys.executable, "-c", {CHILD!r}, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        )
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        await asyncio.sleep(0)
        await cut()
        process = await starting
        print(await process.wait())
    """
    assert went_on(tmp_path, body) == "-9\n"


def test_child_processes_of_the_subprocess_module(tmp_path: Path) -> None:
    body = f"""
    child = [sys.executable, "-c", {CHILD!r}]
    pipes = {{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}}
    running = subprocess.Popen(child, **pipes)
    text = subprocess.Popen(child, text=True, **pipes)
    over = subprocess.run(child, input="x", text=True, stdout=subprocess.PIPE)
    ended = subprocess.Popen(child, **pipes)
    ended.communicate(b"y")
    stillframe.checkpoint()
    if not stillframe.resumed():
        os._exit(9)
    print(running.wait(), text.poll(), ended.returncode, over.stdout)
    for process in (running, text):
        try:
            process.stdout.readline()
        except OSError as error:
            print(type(error).__name__)
        process.stdin.close()
        process.stdout.close()
    print(subprocess.run(child, input="again", text=True, stdout=subprocess.PIPE).stdout)
    """
    assert went_on(tmp_path, body, tail="").splitlines() == [
        "-9 -9 0 X",
        "ConnectionResetError",
        "ConnectionResetError",
        "AGAIN",
    ]


def test_a_script_without_a_loop(tmp_path: Path) -> None:
    body = """
    listening = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(listening.getsockname())
    server, _ = listening.accept()
    lines = server.makefile("r")
    client.settimeout(2.5)
    closed = socket.socket()
    closed.close()
    fresh = socket.socket()
    fresh.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    numbers = [one.fileno() for one in (listening, client, server, fresh)]
    stillframe.checkpoint()
    if not stillframe.resumed():
        os._exit(9)
    for read in (lambda: client.recv(1), lines.readline):
        try:
            print(read())
        except OSError as error:
            print(type(error).__name__)
    print(numbers == [one.fileno() for one in (listening, client, server, fresh)])
    print(closed.fileno(), client.gettimeout())
    print(fresh.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) > 0)
    fresh.connect(listening.getsockname())
    other, _ = listening.accept()
    fresh.sendall(b"hello")
    print(other.recv(5))
    """
    assert went_on(tmp_path, body, tail="").splitlines() == [
        "ConnectionResetError",
        "ConnectionResetError",
        "True",
        "-1 2.5",
        "True",
        "b'hello'",
    ]


def test_signal_handlers(tmp_path: Path) -> None:
    body = """
    async def main():
        loop = asyncio.get_running_loop()
        heard = asyncio.Queue()
        for number in (signal.SIGUSR1, signal.SIGTERM):
            loop.add_signal_handler(number, heard.put_nowait, number.name)
        await cut()
        os.kill(os.getpid(), signal.SIGUSR1)
        os.kill(os.getpid(), signal.SIGTERM)
        print(sorted([await heard.get(), await heard.get()]))
        print(loop.remove_signal_handler(signal.SIGTERM))
    """
    assert went_on(tmp_path, body) == "['SIGTERM', 'SIGUSR1']\nTrue\n"


def test_idle_executors_are_made_anew(tmp_path: Path) -> None:
    body = """
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
    import threading

    def begin(what):
        marks.what = what

    marks = threading.local()

    def look():
        return marks.what, threading.current_thread().name

    async def main():
        loop = asyncio.get_running_loop()
        pool = ThreadPoolExecutor(2, "mine", begin, ("begun",))
        over = ThreadPoolExecutor(1)
        over.submit(print).result()
        over.shutdown()
        done = pool.submit(look)
        processes = ProcessPoolExecutor(1)
        print(await loop.run_in_executor(pool, look), await asyncio.to_thread(abs, -1))
        print(await loop.run_in_executor(processes, abs, -2))
        await stillframe.checkpoint()
        if not stillframe.resumed():
            for process in processes._processes.values():
                process.kill()  # it would keep our standard output open
            os._exit(9)
        print(done.result(), await loop.run_in_executor(pool, look))
        print(await asyncio.to_thread(abs, -3), await loop.run_in_executor(processes, abs, -4))
        try:
            over.submit(print)
        except RuntimeError as error:
            print(error)
        pool.shutdown()
        processes.shutdown()
    """
    head = HEAD + "import warnings\nwarnings.simplefilter('ignore', DeprecationWarning)\n"
    assert went_on(tmp_path, body, head=head).splitlines() == [
        "('begun', 'mine_0') ('begun', 'mine_0')",
        "3 4",
        "cannot schedule new futures after shutdown",
    ]


WORK = """
import asyncio, time
import stillframe

def work(seconds):
    time.sleep(seconds)
    return "worked"

async def fetch(seconds):
    return await asyncio.to_thread(work, seconds)

go = []

def hold():
    while not go:
        time.sleep(0.01)
"""


def test_work_in_a_thread_is_waited_for(tmp_path: Path) -> None:
    body = """
    async def main():
        task = asyncio.create_task(fetch(0.4))
        await asyncio.sleep(0.05)
        print("ready", flush=True)
        print(await task)
        await asyncio.sleep(0.2)
        print("end")

    asyncio.run(main())
    """
    write(tmp_path / "app.py", WORK + textwrap.dedent(body))
    ending = stopped("run", "app.py", cwd=tmp_path)
    assert ending.status == 75 and "worked" in ending.stdout, ending
    assert stillframe("resume", "app.still", cwd=tmp_path) == Ending(0, "end\n", "")


@pytest.mark.parametrize(
    ("doing", "path"),
    [
        ("asyncio.create_task(asyncio.to_thread(hold), name='fetch')", "task 'fetch'"),
        ("asyncio.get_running_loop().run_in_executor(None, hold)", "'doing'"),
    ],
)
def test_work_in_a_thread_refuses_a_checkpoint(tmp_path: Path, doing: str, path: str) -> None:
    body = f"""
    async def main():
        doing = {doing}
        await asyncio.sleep(0.1)
        try:
            await stillframe.checkpoint()
        except stillframe.NotSaveable as error:
            print(error)
        go.append(True)
        await doing

    asyncio.run(main())
    """
    write(tmp_path / "app.py", WORK + textwrap.dedent(body))
    ending = stillframe("run", "app.py", cwd=tmp_path)
    assert ending.status == 0, ending
    assert path in ending.stdout, ending.stdout
    assert re.search("work in a thread .*of .* executor is in progress", ending.stdout)


def test_work_that_nobody_waits_for_refuses_a_checkpoint(tmp_path: Path) -> None:
    body = """
    from concurrent.futures import ThreadPoolExecutor

    def begin():
        ThreadPoolExecutor(1).submit(hold)

    begin()
    time.sleep(0.1)
    try:
        stillframe.checkpoint()
    except stillframe.NotSaveable as error:
        print(error)
    go.append(True)
    """
    write(tmp_path / "app.py", WORK + textwrap.dedent(body))
    ending = stillframe("run", "app.py", cwd=tmp_path)
    assert (
        "process › threads: thread 'ThreadPoolExecutor-0_0' of an executor is at work, in hold()"
        in ending.stdout
    )


def _certificate() -> Path | None:
    """CPython's own for its tests, if they are installed."""
    tests = Path(sysconfig.get_path("stdlib")) / "test"
    found = [*tests.glob("keycert.pem"), *tests.glob("certdata/keycert.pem")]
    return found[0] if found else None


@pytest.mark.skipif(_certificate() is None, reason="needs the certificate of CPython's tests")
def test_tls(tmp_path: Path) -> None:
    body = f"""
    import ssl

    CERTIFICATE = {str(_certificate())!r}

    def make(kind):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if kind else ssl.PROTOCOL_TLS_CLIENT)
        if kind:
            context.load_cert_chain(CERTIFICATE)
        else:
            context.check_hostname = False
            context.load_verify_locations(CERTIFICATE)
        return context

    stillframe.register(
        ssl.SSLContext, lambda context: context.protocol == ssl.PROTOCOL_TLS_SERVER, make
    )

    async def main():
        connections = Connections()
        server = await asyncio.start_server(connections.serve, "127.0.0.1", 0, ssl=make(True))
        address = server.sockets[0].getsockname()
        client = make(False)
        reader, writer = await asyncio.open_connection(*address, ssl=client)
        writer.write(b"one\\n")
        assert await reader.readline() == b"ONE\\n"
        waiting = asyncio.create_task(error_of(reader.readline()))
        await settled()
        await cut()
        print(await waiting, connections.errors)
        writer.close()
        reader, writer = await asyncio.open_connection(*address, ssl=client)
        writer.write(b"two\\n")
        print(await reader.readline())
        writer.close()
        server.close()
        await settled()
    """
    assert went_on(tmp_path, body).splitlines() == [
        "ConnectionResetError ['ConnectionResetError']",
        "b'TWO\\n'",
    ]


def test_a_context_that_nobody_taught_is_refused(tmp_path: Path) -> None:
    text = (
        "import ssl, stillframe\ncontext = ssl.create_default_context()\nstillframe.checkpoint()\n"
    )
    write(tmp_path / "app.py", text)
    ending = stillframe("run", "app.py", cwd=tmp_path)
    assert "module __main__ › global 'context': an ssl.SSLContext cannot be saved" in ending.stderr
