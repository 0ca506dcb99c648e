"""How long a recording takes to open in Chromium: our page, and VizTracer's in its own viewer."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.environments import ROOT, variables
from benchmarks.report import table
from benchmarks.store import shown

PATIENCE = 120_000  # milliseconds


@dataclass
class Subject:
    """A recording in a file, how many things are in it, what they are, and seconds to open it.

    ``viewer`` is the Python that has VizTracer, for a file of its own.
    """

    name: str
    file: Path
    things: float
    word: str
    viewer: str | None = None
    seconds: list[float] = field(default_factory=list)


def measure(subjects: list[Subject], rounds: int) -> str:
    """Opens each once a round, from nothing: a browser's context of its own. Why it can't, or "".

    The clock stops when the page says that it is ready; Perfetto, VizTracer's viewer, when the
    first track is there.
    """
    from tests.page.chromium import Missing, browser

    with contextlib.ExitStack() as stack:
        try:
            chromium = stack.enter_context(browser())
        except Missing as missing:
            return str(missing)
        for _ in range(rounds):
            for one in subjects:
                with _address(one) as (address, sign):
                    one.seconds.append(_seconds(chromium, address, sign))
    return ""


def _seconds(chromium: Any, address: str, sign: str) -> float:
    context = chromium.new_context()
    try:
        page = context.new_page()
        page.route("**/*", _loopback_only)
        began = time.perf_counter()
        page.goto(address)
        page.wait_for_selector(sign, timeout=PATIENCE)
        return time.perf_counter() - began
    finally:
        context.close()


def _loopback_only(route: Any) -> None:
    """Perfetto asks for things from elsewhere, and does without."""
    if urlsplit(route.request.url).hostname in (None, "", "localhost", "127.0.0.1"):
        route.continue_()
    else:
        route.abort()


@contextlib.contextmanager
def _address(subject: Subject) -> Iterator[tuple[str, str]]:
    """Where it is to be seen, and the selector of what shows that it is."""
    if subject.viewer is None:
        yield subject.file.as_uri(), "html[data-ready]"
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [subject.viewer, "-m", "viztracer.viewer", "--server_only", "--port", str(port)]
    server = subprocess.Popen(
        [*command, str(subject.file)],
        env=variables(),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"http://localhost:{port}/", ".pf-track"
    finally:
        server.kill()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("localhost", port)):
            return
        time.sleep(0.1)
    raise TimeoutError(f"nobody listens on port {port}")


def render(subjects: list[Subject], missing: str) -> list[str]:
    if missing:
        return [f"Time to open: not measured, it {missing}"]
    rows = [[one.name, f"{one.things:,.0f} {one.word}", shown(one.seconds, 2)] for one in subjects]
    return table(["opened in Chromium", "holds", "seconds"], rows)
