# sockets
"""A crawler and the site that it crawls: a tiny HTTP server on loopback, workers, retries.

What is printed is the same however often a connection breaks on the way.
"""

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

PAGES = {
    "/": ("Home", ["/news", "/about", "shop/"]),
    "/about": ("About us", ["/", "/team", "/missing"]),
    "/team": ("The team", ["/about", "/old-team", "mailto:nobody@example.org"]),
    "/news": ("News", ["/news/1", "/news/2", "/news/3"]),
    "/shop/": ("Shop", ["tea", "coffee", "../about", "/busy"]),
    "/shop/tea": ("Tea", ["./", "#leaves"]),
    "/shop/coffee": ("Coffee", ["./", "//elsewhere.example.org/coffee"]),
    "/busy": ("Finally", ["/"]),
    **{f"/news/{n}": (f"News {n}", [f"/news/{n % 3 + 1}", "/"]) for n in (1, 2, 3)},
}
MOVED = {"/old-team": "/team"}


class Site:
    """Serves PAGES; is too busy for some of them at first."""

    def __init__(self):
        self.visits = Counter()

    async def __call__(self, reader, writer):
        try:
            while request := await self.read_request(reader):
                status, headers, body = self.answer(*request)
                lines = [f"HTTP/1.1 {status}", *(f"{name}: {headers[name]}" for name in headers)]
                writer.write("\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode())
                writer.write(body)
                await writer.drain()
        except ConnectionError:
            pass  # the client will try again
        finally:
            writer.close()

    async def read_request(self, reader):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        method, path, _ = head.decode().split(None, 2)
        return method, path

    def answer(self, method, path):
        self.visits[path] += 1
        if method != "GET":
            return "405 Method Not Allowed", {"Allow": "GET"}, b""
        if path in MOVED:
            return "301 Moved Permanently", {"Location": MOVED[path]}, b""
        if path == "/busy" and self.visits[path] < 3:
            return "503 Service Unavailable", {"Retry-After": "0.001"}, b""
        if path not in PAGES:
            return "404 Not Found", {}, b"<title>Not here</title>"
        title, links = PAGES[path]
        anchors = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
        page = f"<title>{title}</title><h1>{title}</h1><ul>{anchors}</ul>"
        return "200 OK", {"Content-Type": "text/html"}, page.encode()


@dataclass
class Response:
    status: int
    headers: dict[str, str]
    body: str


class Client:
    """One connection that is kept open, and made anew when it breaks."""

    def __init__(self, host, port, attempts=100):
        self.host, self.port, self.attempts = host, port, attempts
        self.reader = self.writer = None

    async def get(self, path):
        for attempt in range(1, self.attempts + 1):
            try:
                response = await self.exchange(path)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()
                await asyncio.sleep(0.001 * min(attempt, 5))
                continue
            if response.status != 503:
                return response
            await asyncio.sleep(float(response.headers["retry-after"]))
        raise ConnectionError(f"no answer for {path} after {self.attempts} attempts")

    async def exchange(self, path):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode())
        await self.writer.drain()
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        status, *lines = head.rstrip().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        body = await self.reader.readexactly(int(headers["content-length"]))
        return Response(int(status.split()[1]), headers, body.decode())

    def close(self):
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


@dataclass
class Found:
    status: int
    title: str = ""
    links: list[str] = field(default_factory=list)
    linked_from: set[str] = field(default_factory=set)


class Crawler:
    """Follows links breadth first with several workers; each page is fetched once."""

    def __init__(self, host, port, workers=3):
        self.host, self.port, self.workers = host, port, workers
        self.todo = asyncio.Queue()
        self.found = {}
        self.references = {}

    async def crawl(self, start):
        self.want(start, None)
        async with asyncio.TaskGroup() as group:
            workers = [group.create_task(self.work(), name=f"c{n}") for n in range(self.workers)]
            await self.todo.join()
            for worker in workers:
                worker.cancel()
        for path, sources in self.references.items():
            self.found[path].linked_from |= sources
        return self.found

    async def work(self):
        client = Client(self.host, self.port)
        try:
            while True:
                path = await self.todo.get()
                try:
                    self.found[path] = await self.visit(client, path)
                finally:
                    self.todo.task_done()
        finally:
            client.close()

    async def visit(self, client, path):
        response = await client.get(path)
        found = Found(response.status)
        if match := re.search("<title>(.*?)</title>", response.body):
            found.title = match[1]
        targets = re.findall('href="(.*?)"', response.body)
        if "location" in response.headers:
            targets.append(response.headers["location"])
        for target in targets:
            parts = urlsplit(urljoin(path, target))
            if not parts.scheme and not parts.netloc:
                found.links.append(parts.path)
                self.want(parts.path, path)
        return found

    def want(self, path, source):
        if path not in self.references:
            self.references[path] = set()
            self.todo.put_nowait(path)
        if source is not None:
            self.references[path].add(source)


async def main():
    site = Site()
    server = await asyncio.start_server(site, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        found = await Crawler(host, port).crawl("/")
    for path, page in sorted(found.items()):
        print(f"{page.status} {path:<13} {page.title:<9} <- {' '.join(sorted(page.linked_from))}")
    print(Counter(page.status for page in found.values()).most_common())
    print("all seen:", set(PAGES) <= set(found), "all asked for:", set(site.visits) == set(found))


if __name__ == "__main__":
    asyncio.run(main())
