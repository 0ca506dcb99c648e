"""A data loader that goes on in the middle of an epoch, in a new process.

    python examples/data_loader.py           reads four batches and stops
    python examples/data_loader.py           goes on where it was; again and again, to the end
"""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import stillframe

STATE = Path(tempfile.gettempdir()) / "stillframe-data-loader.still"


def batches(samples: list[str], epochs: int, seed: int) -> Iterator[tuple[int, list[str]]]:
    shuffled = random.Random(seed)
    for epoch in range(epochs):
        order = samples[:]
        shuffled.shuffle(order)
        for start in range(0, len(order), 3):
            yield epoch, order[start : start + 3]


def main() -> None:
    if STATE.exists():
        loader = stillframe.thaw(STATE.read_bytes())
        print("going on: epoch, order and random state are as they were")
    else:
        loader = batches([f"sample{n}" for n in range(9)], epochs=2, seed=7)
    for _ in range(4):
        batch = next(loader, None)
        if batch is None:
            print("done")
            STATE.unlink(missing_ok=True)
            return
        print(*batch)
    STATE.write_bytes(stillframe.freeze(loader))
    print("stopped; run it again to go on")


if __name__ == "__main__":
    main()
