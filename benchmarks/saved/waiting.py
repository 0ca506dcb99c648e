"""Many tasks that wait, saved: python waiting.py TASKS CHECKPOINTS prints seconds, as JSON.

Each task has a name, a number and a list of three; the same values, in dicts, are pickled beside.
"""

import asyncio
import json
import os
import pickle
import sys
import time
from collections.abc import Callable
from typing import Any

import stillframe


async def waits(gate: asyncio.Event, name: str, number: int, history: list[int]) -> int:
    await gate.wait()
    return number + len(name) + len(history)


def timed(do: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        do()
    return (time.perf_counter() - start) / times


async def main(tasks: int, checkpoints: int) -> None:
    gate = asyncio.Event()
    values: list[dict[str, Any]] = [
        {"name": f"worker {n}", "number": n, "history": [n, n + 1, n + 2]} for n in range(tasks)
    ]
    plain = timed(lambda: pickle.dumps(values, 5), max(1, 20_000 // tasks))
    with open("values", "wb") as file:
        file.write(pickle.dumps(values, 5))
    waiting = [asyncio.create_task(waits(gate, **one)) for one in values]
    values = []
    await asyncio.sleep(0)
    seconds = []
    for _ in range(checkpoints):
        start = time.perf_counter()
        await stillframe.checkpoint()
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"plain": plain, "saves": seconds}), flush=True)
    os._exit(0)
    await asyncio.gather(*waiting)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
