"""A page in real browsers, Chromium and Firefox, driven by Playwright; skipped where one isn't."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from page import chromium, firefox, saved
from page.programs import MILLION, PROGRAMS
from stillframe.watch.trace import Trace

TEXTS = {"million": MILLION, "nothing": "", **PROGRAMS}


BROWSERS = {"chromium": chromium.browser, "firefox": firefox.browser}


# Of a module, as an event loop runs in this thread while it is there.
@pytest.fixture(scope="module", params=BROWSERS)
def browser(request: pytest.FixtureRequest) -> Iterator[Any]:
    with contextlib.ExitStack() as stack:
        try:
            browser = stack.enter_context(BROWSERS[request.param]())
        except chromium.Missing as missing:
            pytest.skip(str(missing))
        yield browser


@pytest.fixture(scope="session")
def traces(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Trace, Path]]:
    """Of a program, by name, and with options of the command behind it: its trace, and its page."""
    folder = tmp_path_factory.mktemp("pages")
    made: dict[str, tuple[Trace, Path]] = {}

    def make(name: str) -> tuple[Trace, Path]:
        if name in saved.MAKERS and name not in made:
            from stillframe.watch import page

            trace = saved.MAKERS[name](folder)
            page.write(trace, folder / f"{name}.html")
            made[name] = trace, folder / f"{name}.html"
        if name not in made:
            from stillframe.watch import page

            program = folder / f"{name.split()[0]}.py"
            program.write_text(TEXTS[program.stem], encoding="utf-8")
            written = folder / f"{name}.json"
            command = [sys.executable, "-m", "stillframe", "watch", "--json", "-o", written]
            options = name.split()[1:]
            subprocess.run(
                [*command, *options, program], cwd=folder, capture_output=True, timeout=120
            )
            trace = Trace(json.loads(written.read_text("utf-8")))
            page.write(trace, folder / f"{name}.html")
            made[name] = trace, folder / f"{name}.html"
        return made[name]

    return make


class Watched:
    """An opened page, its trace, and what stands in the console."""

    def __init__(self, page: Any, trace: Trace, address: str) -> None:
        self.page = page
        self.trace = trace
        self.address = address
        self.complaints: list[str] = []
        self._metrics: Any = None
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:")):
            self.complaints.append(f"loads {url}")

    def open(self, step: str = "") -> None:
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}#{step}")
        self.page.wait_for_selector("html[data-ready]")

    @property
    def moment(self) -> int:
        return int(self.page.evaluate("stillframe.moment"))

    def until(self, condition: str) -> None:
        """Wait for a condition; its own way, as the page allows no `eval`."""
        end = time.monotonic() + 60
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, condition
            self.page.wait_for_timeout(25)

    def press(self, *keys: str) -> int:
        for key in keys:
            self.page.keyboard.press(key)
        return self.moment

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).first.inner_text())

    def tap(self, locator: Any) -> None:
        """With a finger in Chromium; a finger's tap does nothing in Firefox when it is driven."""
        locator.tap() if self.is_chromium else locator.click()

    @property
    def is_chromium(self) -> bool:
        return bool(self.page.context.browser.browser_type.name == "chromium")

    def layouts(self) -> int:
        """How often the page has been laid out, as far as Chromium says; Firefox doesn't: 0."""
        if not self.is_chromium:
            return 0
        if self._metrics is None:
            self._metrics = self.page.context.new_cdp_session(self.page)
            self._metrics.send("Performance.enable")
        found = self._metrics.send("Performance.getMetrics")["metrics"]
        return next(int(one["value"]) for one in found if one["name"] == "LayoutCount")

    def behind(self, *kinds: str) -> list[int]:
        """The moments behind events of these kinds."""
        table = self.trace.data["events"]
        both = zip(table["step"], table["kind"], strict=True)
        return sorted({step + 1 for step, kind in both if kind in kinds})

    def cards(self, place: str) -> list[str]:
        """The names on the cards that are linked into the `chain`, or stand `apart`."""
        names = self.page.locator(f".{place} .card .select").all_inner_texts()
        return [str(name) for name in names]


@pytest.fixture
def watch(browser: Any, traces: Any) -> Iterator[Callable[..., Watched]]:
    """Opens a program's page at a step; what is in the console fails the test."""
    opened: list[tuple[Any, Watched]] = []

    def open_it(
        name: str, step: str = "", width: int = 1440, evaluates: bool = True, **options: Any
    ) -> Watched:
        trace, path = traces(name)
        height = 844 if width < 700 else 900
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        if evaluates and isinstance(browser, firefox.Firefox):
            path = firefox.evaluating(path)
        watched = Watched(context.new_page(), trace, path.as_uri())
        opened.append((context, watched))
        watched.open(step)
        return watched

    yield open_it
    for context, watched in opened:
        context.close()
        assert watched.complaints == []
