"""Kill a whole program, again and again, until it has ended: it ends as if nobody had.

python -m unit.program.killing 100
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from stillframe.errors import StoreError
from stillframe.program.store import Store

ITEMS = 1000

PROGRAM = f"""
import asyncio
import stillframe

results = open("results", "w")
written = kept = 0

@stillframe.on_resume
def again():
    print("resumed", kept, flush=True)

async def work(name, queue):
    global written
    while True:
        item = await queue.get()
        await asyncio.sleep(0.005)
        written += 1
        results.write(f"{{item}} {{item * item}}\\n")
        queue.task_done()

async def main():
    global kept
    queue = asyncio.Queue(8)
    workers = [asyncio.create_task(work(name, queue)) for name in "abc"]
    for item in range({ITEMS}):
        await queue.put(item)
        if item % 20 == 19:
            kept = item
            await stillframe.checkpoint()
            print("kept", item, flush=True)
    await queue.join()
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)

asyncio.run(main())
results.close()
print("written", written, flush=True)
"""


def live(folder: Path, seconds: float) -> tuple[int, list[list[str]]]:
    """One life of the program, killed after some time: its exit status, and what it printed."""
    command = ["resume", "app.still"] if saves_of(folder) else ["run", "app.py"]
    options = ["--every", "0.05", "--keep", "3"]
    child = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "stillframe", command[0], *options, command[1]],
        cwd=folder,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with child:
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.kill()
        assert child.stdout is not None
        printed = [line.split() for line in child.stdout.read().splitlines(keepends=True)]
    return child.returncode, printed


def saves_of(folder: Path) -> int:
    """How many saves there are. Whatever a kill met, each can be read."""
    if not (folder / "app.still").exists():
        return 0
    try:
        opened = Store.read(folder / "app.still")
    except StoreError as error:
        assert "is empty" in str(error)  # killed while it was made
        return 0
    with opened as store:
        for save in store.saves():
            assert len(store.load(save.number)) == save.size
        return len(store.saves())


def is_finished(folder: Path) -> bool:
    """Whether the file says that the program has finished."""
    if not saves_of(folder):
        return False
    with Store.read(folder / "app.still") as store:
        return store.program is not None and store.program.status == "finished"


def run_to_end(folder: Path, rng: random.Random, met: Counter[str]) -> None:
    """Begin the program, and kill it until it has ended."""
    folder.mkdir()
    (folder / "app.py").write_text(PROGRAM, "utf-8")
    kept = 0
    while True:
        # Most often while it runs, sometimes while it is started or put back.
        status, printed = live(folder, rng.uniform(0.4, 1.4) if rng.random() < 0.8 else 0.3)
        for word, number in printed:
            if word == "resumed":
                assert int(number) >= kept, f"it went on at {number}, and {kept} was kept"
                met["resumed"] += 1
            elif word == "kept":
                kept = int(number)
        if status >= 0:
            assert status == 0, printed
        else:
            met["killed"] += 1
        if is_finished(folder):  # perhaps it was killed after its last line
            break
        assert status < 0
    assert printed[-1] == ["written", str(ITEMS)]
    lines = [line.split() for line in (folder / "results").read_text("utf-8").splitlines()]
    assert sorted((int(n), int(square)) for n, square in lines) == [
        (n, n * n) for n in range(ITEMS)
    ]
    left = {"app.still-wal", "app.still-shm", "app.still-lock"} if status else set()
    assert set(os.listdir(folder)) - left == {"app.py", "app.still", "results"}
    met["ended"] += 1


def soak(kills: int, folder: Path, seed: int = 0) -> Counter[str]:
    """Run programs until so many kills were done; what they met."""
    rng = random.Random(seed)
    met: Counter[str] = Counter()
    while met["killed"] < kills:
        run_to_end(folder / str(met["ended"]), rng, met)
    return met


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for what, count in soak(int(sys.argv[1]), Path(name), seed=int(time.time())).items():
            print(f"{count:8} {what}")
