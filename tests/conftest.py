"""What every test has."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _recursion_limit() -> Iterator[None]:
    """A program that raises the limit raises it for its own test only."""
    limit = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(limit)
