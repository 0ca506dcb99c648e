"""Debian's Firefox, driven by Playwright through WebDriver BiDi, where all of them are there."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from page.chromium import Missing

RELAY = Path(__file__).with_name("relay.py")

# Preferences of Firefox, for options of Playwright's contexts.
PREFERENCES: dict[str, dict[Any, dict[str, int]]] = {
    "color_scheme": {
        "light": {"layout.css.prefers-color-scheme.content-override": 1},
        "dark": {"layout.css.prefers-color-scheme.content-override": 0},
    },
    "reduced_motion": {
        "no-preference": {"ui.prefersReducedMotion": 0},
        "reduce": {"ui.prefersReducedMotion": 1},
    },
}


class Firefox:
    """As Playwright's browser, for contexts. Preferences are a whole browser's, so each combination
    of them has one of its own."""

    def __init__(self, launch: Any) -> None:
        self._launch = launch
        self._launched: dict[str, Any] = {}

    def new_context(self, **options: Any) -> Any:
        preferences: dict[str, int] = {}
        for name, values in PREFERENCES.items():
            preferences |= values.get(options.get(name), {})
        key = repr(preferences)
        if key not in self._launched:
            self._launched[key] = self._launch(preferences)
        return self._launched[key].new_context(**options)

    def close(self) -> None:
        for browser in self._launched.values():
            browser.close()


def evaluating(page: Path) -> Path:
    """A copy of a page whose policy lets Playwright `evaluate`, which is an `eval` in Firefox."""
    policy = "script-src 'unsafe-inline'"
    copy = page.with_suffix(".eval.html")
    if not copy.exists():
        text = page.read_text("utf-8")
        assert policy in text
        copy.write_text(text.replace(policy, f"{policy} 'unsafe-eval'", 1), encoding="utf-8")
    return copy


@contextlib.contextmanager
def browser() -> Iterator[Firefox]:
    """A browser without a window; raises `Missing`."""
    for package in ("playwright", "websockets"):
        if find_spec(package) is None:
            raise Missing(f"needs the package {package}")
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    if found is None:
        raise Missing("needs Firefox")
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        program = Path(folder, "firefox")
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{RELAY}" "{found}" "$@"\n')
        program.chmod(0o755)
        firefox = Firefox(
            lambda preferences: playwright.firefox.launch(
                executable_path=program, channel="moz-firefox", firefox_user_prefs=preferences
            )
        )
        yield firefox
        firefox.close()
