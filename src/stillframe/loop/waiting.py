"""Waiting for a loop: what the machine runs of it.

Under the machine, whoever waits for a loop (`asyncio.run`, a `Runner`, `run_until_complete`,
`run_forever`) is a frame that is plain data; the turns themselves run natively. So a program can
be saved wherever its loop pauses, without a native call that waits.
"""

import asyncio.base_events
import asyncio.runners
from typing import Any

from stillframe.machine.policy import ENTERED

for _file in (__file__, asyncio.base_events.__file__, asyncio.runners.__file__):
    if _file is not None:
        ENTERED.add(_file)


class Waiting:
    """`run_forever`, by turns."""

    run_turns: Any

    def run_forever(self) -> None:
        """Run until `stop` is called."""
        while True:  # the machine can stop at each jump back: one between any two pauses
            if not self.run_turns():
                return
