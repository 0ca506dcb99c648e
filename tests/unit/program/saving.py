"""A program that saves for as long as it lives: the child of the soak.

    python -m unit.program.saving FILE

A line on standard output, 0, says that it begins. Each save holds the state of its number, and
is acknowledged by a line with it. Now and then the file is closed and opened again. Started
again, it goes on from the last save.
"""

from __future__ import annotations

import os
import sys

from stillframe.program.store import Store
from unit.program.states import PROGRAM, state_of

KEEP = 5
SESSION = 20


def session(path: str) -> None:
    with Store.open(path, create=True, keep=KEEP) as store:
        if store.program is None:
            store.start(PROGRAM)
        else:
            store.resume()
        saves = store.saves()
        first = saves[-1].number + 1 if saves else 1
        for number in range(first, first + SESSION):
            info = store.save(state_of(number), reason="soak", summary=f'{{"n": {number}}}')
            os.write(1, b"%d\n" % info.number)


if __name__ == "__main__":
    os.write(1, b"0\n")
    while True:
        session(sys.argv[1])
