"""Saved programs and frozen objects, of which a page shows one moment."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import stillframe
from stillframe.watch.saved import open_saved
from stillframe.watch.trace import Trace

PROGRAM = """
import asyncio
import stillframe


async def ticks(n):
    for number in range(n):
        yield number
        await asyncio.sleep(3600)


async def reader():
    async for number in ticks(3):
        seen = [number]


async def worker(name, queue):
    item = await queue.get()


def plain():
    stillframe.checkpoint()


async def main():
    queue = asyncio.Queue()
    tasks = [asyncio.create_task(worker(f"w{n}", queue), name=f"w{n}") for n in range(40)]
    tasks.append(asyncio.create_task(reader(), name="reader"))
    asyncio.get_running_loop().call_later(50, print, "later")
    await asyncio.sleep(0)
    queue.put_nowait(1)
    await stillframe.checkpoint()
    for task in tasks:
        task.cancel()


asyncio.run(main())
plain()
"""


def program(folder: Path) -> Trace:
    """A program at its first checkpoint: in its loop; the second one is in a plain function."""
    (folder / "saved.py").write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, "-m", "stillframe", "run", "--save", "app.still", "saved.py"]
    subprocess.run(command, cwd=folder, check=True, timeout=120)
    return open_saved(str(folder / "app.still"), 1)


def inner(n: int) -> Iterator[int]:
    try:
        raise KeyError(n)
    except KeyError:
        got = yield n
        yield got


def outer() -> Iterator[int]:
    for n in range(3):
        yield from inner(n)


def generator(folder: Path) -> Trace:
    """A suspended generator that delegates to another one."""
    obj = outer()
    next(obj)
    (folder / "frozen.bin").write_bytes(stillframe.freeze(obj))
    return open_saved(str(folder / "frozen.bin"))


MAKERS = {"program": program, "generator": generator}
