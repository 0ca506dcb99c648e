"""A pytest plugin for Pyodide, where there are neither processes nor threads.

A test that starts either is skipped at that point, with the reason; so tests need no marks and
a skip is counted where it happens. Loaded by `boot.py` only: elsewhere it does nothing.
"""

import subprocess
import threading
from collections.abc import Iterator
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """pytest-timeout needs signals or threads; its setting in pyproject.toml is accepted only."""
    parser.addini("timeout", "accepted and ignored under Pyodide")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "timeout: accepted and ignored under Pyodide")


@pytest.fixture(autouse=True)
def skip_what_pyodide_lacks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def no_processes(*args: Any, **kwargs: Any) -> None:
        pytest.skip("needs a subprocess, which Pyodide doesn't have")

    def no_threads(*args: Any, **kwargs: Any) -> None:
        pytest.skip("needs a thread, which Pyodide doesn't have")

    monkeypatch.setattr(subprocess.Popen, "__init__", no_processes)
    monkeypatch.setattr(threading.Thread, "start", no_threads)
    yield
