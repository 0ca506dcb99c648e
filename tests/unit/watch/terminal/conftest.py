"""Where the application can't run, its tests are skipped."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if sys.platform == "emscripten":
        skip = pytest.mark.skip(reason="textual isn't installed there; its tests wait for ever")
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(skip)
