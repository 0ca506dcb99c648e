"""A training run that is killed in the middle of an epoch, and goes on there in a new process.

python examples/data_loader.py run.still 5     killed after five steps, as by `kill`
python examples/data_loader.py run.still       goes on after its last checkpoint, to the end
"""

import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import stillframe


def batches(
    samples: Sequence[int], size: int, epochs: int, seed: int
) -> Iterator[tuple[int, list[int]]]:
    """Each epoch in another order, which depends on the seed and on nothing else."""
    shuffled = random.Random(seed)
    for epoch in range(epochs):
        order = shuffled.sample(samples, len(samples))
        for start in range(0, len(order), size):
            yield epoch, order[start : start + size]


def train(checkpoint: Path, die_after: int | None) -> None:
    """The loader is saved with what was learned from it: neither may be ahead of the other."""
    if checkpoint.exists():
        done, weight, loader = stillframe.thaw(checkpoint.read_bytes())
        print(f"goes on after step {done}", flush=True)
    else:
        done, weight, loader = 0, 0.0, batches(range(12), size=3, epochs=2, seed=7)
    for step, (epoch, batch) in enumerate(loader, done + 1):
        weight += (sum(batch) / len(batch) - weight) / 4
        print(f"step {step}, epoch {epoch}: {batch}, weight {weight:.4f}", flush=True)
        if step % 2 == 0:
            save(checkpoint, stillframe.freeze((step, weight, loader)))
        if step == die_after:
            os.kill(os.getpid(), signal.SIGTERM)
    checkpoint.unlink(missing_ok=True)
    print("done")


def save(path: Path, data: bytes) -> None:
    """Wholly or not at all: who is killed in the middle leaves the file as it was."""
    new = path.with_suffix(".new")
    new.write_bytes(data)
    new.replace(path)


if __name__ == "__main__":
    train(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
