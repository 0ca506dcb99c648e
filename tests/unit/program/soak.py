"""Kill a program that saves, again and again: no save that returned is ever lost or torn.

python -m unit.program.soak 500

Then whole programs, a fifth as often (`killing`).
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from stillframe import StoreError
from stillframe.program.store import Store
from unit.program import killing
from unit.program.saving import KEEP
from unit.program.states import PROGRAM, state_of

TESTS = Path(__file__).parents[2]


def run_and_kill(file: Path, rng: random.Random) -> int:
    """The last save that was acknowledged before the kill; 0 if there was none."""
    child = subprocess.Popen(
        [sys.executable, "-m", "unit.program.saving", str(file)], cwd=TESTS, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    with child:
        try:
            said = child.stdout.readline()
            # Most often while saves are going on, sometimes while the file is being opened.
            if rng.random() < 0.8:
                said += child.stdout.readline()
                time.sleep(rng.uniform(0, 0.05))
            else:
                time.sleep(rng.uniform(0, 0.01))
        finally:
            child.kill()
        said += child.stdout.read()
    return int(said.splitlines()[-1])


def check(file: Path, acknowledged: int) -> int:
    """The file holds what it must; gives the newest save."""
    with Store.read(file) as store:
        program, saves = store.program, store.saves()
        if program is None:
            assert saves == [] and acknowledged == 0
            return 0
        assert program.argv == PROGRAM.argv and program.status in ("interrupted", "stopped")
        numbers = [one.number for one in saves]
        newest = numbers[-1] if numbers else 0
        assert newest >= acknowledged, f"save {acknowledged} was lost, {newest} is the last"
        assert numbers == list(range(max(1, newest - KEEP + 1), newest + 1))
        for number in numbers:
            assert store.load(number) == state_of(number), f"save {number} is torn"
            assert store.summary(number) == f'{{"n": {number}}}'
    return newest


def soak(
    kills: int, file: Path, seed: int = 0, say: Callable[[str], object] = print
) -> Counter[str]:
    """Counts what the kills met: saves acknowledged, and what they left beside the file."""
    rng = random.Random(seed)
    met: Counter[str] = Counter()
    newest = 0
    for kill in range(kills):
        acknowledged = run_and_kill(file, rng)
        left = sorted(path.name.removeprefix(file.name) for path in file.parent.iterdir())
        met[" ".join(filter(None, left)) or "nothing"] += 1
        acknowledged = max(newest, acknowledged)
        try:
            found = check(file, acknowledged)
        except StoreError as error:
            # Killed before it was a file of ours; only then.
            assert acknowledged == 0, error
            assert "is empty" in str(error) or "there is no file" in str(error), error
            continue
        met["saves"] += found - newest
        newest = found
        if (kill + 1) % 100 == 0:
            say(f"{kill + 1} kills, {newest} saves")
    with Store.open(file, create=True, keep=KEEP):
        pass
    assert check(file, newest) == newest
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    return met


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        met = soak(int(sys.argv[1]), Path(folder) / "app.still", seed=int(time.time()))
    print(f"{sys.argv[1]} kills, none lost or torn. Left beside the file:")
    for what, count in met.most_common():
        print(f"{count:8} {what}")
    kills = max(1, int(sys.argv[1]) // 5)
    with tempfile.TemporaryDirectory() as folder:
        counts = killing.soak(kills, Path(folder), seed=int(time.time()))
    print("whole programs: " + ", ".join(f"{count} {what}" for what, count in counts.items()))
