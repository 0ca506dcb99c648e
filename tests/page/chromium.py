"""Chromium, driven by Playwright, where both are there."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from typing import Any

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Missing(Exception):
    """What isn't there."""


@contextlib.contextmanager
def browser() -> Iterator[Any]:
    """A browser without a window; raises `Missing`."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        raise Missing("needs the package playwright") from None
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise Missing("needs Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()
