"""What every test has."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator

import pytest

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as shells set it for what runs behind them
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _recursion_limit() -> Iterator[None]:
    """A program that raises the limit raises it for its own test only."""
    limit = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(limit)
