# sockets
"""A chat server and its clients, who come back when their connection breaks.

The protocol makes a broken connection harmless: a client says which lines it has seen, and a line
that it sends twice counts once. So what is printed is the same however often that happens.
"""

import asyncio
import json
from dataclasses import dataclass, field


@dataclass
class Room:
    name: str
    lines: list = field(default_factory=list)
    said: set = field(default_factory=set)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def add(self, author, number, text):
        """Add a line, unless the author has said it before."""
        if (author, number) not in self.said:
            self.said.add((author, number))
            async with self.changed:
                self.lines.append((author, text))
                self.changed.notify_all()

    async def lines_from(self, position):
        async with self.changed:
            await self.changed.wait_for(lambda: len(self.lines) > position)
            return self.lines[position:]


async def send(writer, **message):
    writer.write(json.dumps(message).encode() + b"\n")
    await writer.drain()


async def receive(reader):
    line = await reader.readline()
    if not line.endswith(b"\n"):
        raise ConnectionResetError("the other side is gone")
    return json.loads(line)


class Server:
    def __init__(self):
        self.rooms = {}
        self.left = asyncio.Queue()

    def room(self, name):
        return self.rooms.setdefault(name, Room(name))

    async def serve(self, reader, writer):
        teller = None
        try:
            hello = await receive(reader)
            author, room = hello["name"], self.room(hello["room"])
            teller = asyncio.create_task(self.tell(room, hello["seen"], writer))
            while True:
                match await receive(reader):
                    case {"say": text, "number": number}:
                        await room.add(author, number, text)
                        await send(writer, heard=number)
                    case {"bye": name}:
                        await send(writer, bye=name)
                        self.left.put_nowait(name)
                        return
                    case other:
                        await send(writer, error=f"what is {sorted(other)}?")
        except ConnectionError:
            pass  # the client comes back, and says what it has seen
        finally:
            if teller is not None:
                teller.cancel()
            writer.close()

    async def tell(self, room, position, writer):
        try:
            while True:
                for author, text in await room.lines_from(position):
                    await send(writer, position=position, author=author, text=text)
                    position += 1
        except ConnectionError:
            writer.close()


class Client:
    """Says its lines, each when the room has so many, and keeps what it has seen."""

    def __init__(self, name, room, port, script, wait_for):
        self.name, self.room, self.port = name, room, port
        self.script = list(enumerate(script))
        self.wait_for = wait_for
        self.seen, self.errors = [], []

    async def run(self):
        while True:
            writer = None
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                return await self.talk(reader, writer)
            except ConnectionError:
                await asyncio.sleep(0.001)
            finally:
                if writer is not None:
                    writer.close()

    async def talk(self, reader, writer):
        await send(writer, name=self.name, room=self.room, seen=len(self.seen))
        if not self.errors:
            await send(writer, whisper="to nobody")
        asked = False
        while True:
            if self.script and len(self.seen) >= self.script[0][1][0] and not asked:
                number, (_, text) = self.script[0]
                await send(writer, say=text, number=number)
                asked = True
            elif not self.script and len(self.seen) >= self.wait_for:
                break
            match await receive(reader):
                case {"heard": number}:
                    asked = False
                    if self.script and self.script[0][0] == number:
                        del self.script[0]
                case {"position": position, "author": author, "text": text}:
                    assert position == len(self.seen), (self.name, position, self.seen)
                    self.seen.append(f"{author}: {text}")
                case {"error": text}:
                    self.errors = [text]
        await send(writer, bye=self.name)
        while "bye" not in (message := await receive(reader)):
            assert "error" in message or "heard" in message, message
            if "error" in message:
                self.errors = [message["error"]]


SCRIPTS = {
    "kitchen": {
        "ann": [(0, "is anybody there?"), (2, "the kettle is on"), (5, "two cups, then")],
        "bob": [(1, "only me"), (3, "tea for me"), (7, "good night")],
        "cat": [(4, "and one for me"), (6, "with milk")],
    },
    "garden": {
        "dan": [(0, "it rains"), (2, "under the tree"), (4, "see you there")],
        "eve": [(1, "where shall we meet?"), (3, "which one?")],
    },
}


async def main():
    chat = Server()
    server = await asyncio.start_server(chat.serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        clients = [
            Client(name, room, port, script, sum(map(len, scripts.values())))
            for room, scripts in SCRIPTS.items()
            for name, script in scripts.items()
        ]
        async with asyncio.TaskGroup() as group:
            for client in clients:
                group.create_task(client.run(), name=client.name)
        left = set()
        while len(left) < len(clients):
            left.add(await chat.left.get())
    for room in SCRIPTS:
        print(f"== {room}")
        print(*(f"{author}: {text}" for author, text in chat.rooms[room].lines), sep="\n")
    for client in clients:
        whole = [f"{author}: {text}" for author, text in chat.rooms[client.room].lines]
        print(client.name, "saw it all:", client.seen == whole, *client.errors)
    print("left", sorted(left))


if __name__ == "__main__":
    asyncio.run(main())
