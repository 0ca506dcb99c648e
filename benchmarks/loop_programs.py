"""What the event loops are measured with. Each program does `n` operations, and checks itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

MESSAGE = b"x" * 1024
CLIENTS = 10


async def switches(n: int) -> None:
    """Ten tasks that only give way to each other."""

    async def task(steps: int) -> None:
        for _ in range(steps):
            await asyncio.sleep(0)

    await asyncio.gather(*[task(n // 10) for _ in range(10)])


async def tasks(n: int) -> None:
    """A task made and awaited, one after another."""

    async def task(number: int) -> int:
        return number

    for number in range(n):
        assert await asyncio.create_task(task(number)) == number


async def gather(n: int) -> None:
    """A hundred tasks at a time, gathered."""

    async def task(number: int) -> int:
        await asyncio.sleep(0)
        return number

    for _ in range(n // 100):
        assert await asyncio.gather(*[task(number) for number in range(100)]) == [*range(100)]


async def futures(n: int) -> None:
    """A future made, set by a callback, and awaited."""
    loop = asyncio.get_running_loop()
    for number in range(n):
        future = loop.create_future()
        loop.call_soon(future.set_result, number)
        assert await future == number


async def timers(n: int) -> None:
    """A hundred tasks that sleep for short times, all different."""

    async def task(number: int) -> None:
        for step in range(n // 100):
            await asyncio.sleep((number * 7 + step) % 50 / 10_000)

    await asyncio.gather(*[task(number) for number in range(100)])


async def timeouts(n: int) -> None:
    """A timeout set and taken back, as round each request."""
    for _ in range(n):
        async with asyncio.timeout(60):
            await asyncio.sleep(0)


async def echo_streams(n: int) -> None:
    """Clients that send a kilobyte to a server and read it back, on streams."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(n // CLIENTS):
            writer.write(MESSAGE)
            assert await reader.readexactly(len(MESSAGE)) == MESSAGE
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await asyncio.gather(*[client() for _ in range(CLIENTS)])
    server.close()
    await asyncio.sleep(0.01)  # the server's ends of the connections close


class Echo(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(data)  # type: ignore[attr-defined]


class Client(asyncio.Protocol):
    """Sends a message, waits for all of it to come back, and sends the next."""

    def __init__(self, rounds: int, done: asyncio.Future[None]) -> None:
        self.left, self.done, self.expected = rounds, done, len(MESSAGE)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(MESSAGE)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.expected -= len(data)
        if self.expected:
            return
        self.left -= 1
        self.expected = len(MESSAGE)
        if self.left:
            self.transport.write(MESSAGE)  # type: ignore[attr-defined]
        else:
            self.transport.close()
            self.done.set_result(None)


async def echo_protocol(n: int) -> None:
    """The same on transports and protocols, without streams."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    done = [loop.create_future() for _ in range(CLIENTS)]
    for future in done:
        await loop.create_connection(
            lambda future=future: Client(n // CLIENTS, future), "127.0.0.1", port
        )
    await asyncio.gather(*done)
    server.close()
    await asyncio.sleep(0.01)


# Sizes that take some 50 ms on asyncio's own loop.
PROGRAMS: dict[str, tuple[Callable[[int], Awaitable[None]], int]] = {
    "switches": (switches, 40_000),
    "tasks": (tasks, 12_000),
    "gather": (gather, 15_000),
    "futures": (futures, 15_000),
    "timers": (timers, 8_000),
    "timeouts": (timeouts, 8_000),
    "echo_streams": (echo_streams, 1_500),
    "echo_protocol": (echo_protocol, 2_500),
}
