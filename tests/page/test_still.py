"""A page of one moment: of a saved program, of a frozen generator. There is nowhere to move to."""

from __future__ import annotations

from typing import Any

import pytest

from page.saved import MAKERS
from page.test_accessible import AXE, complaints
from page.test_state import READ, READ_LOOPS, loops, state

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", MAKERS)
def test_the_page_reads_what_the_trace_says(watch: Any, name: str) -> None:
    watched = watch(name)
    assert watched.page.evaluate("stillframe.run.data") == watched.trace.data
    assert watched.page.evaluate(READ, [0]) == [state(watched.trace, 0)]
    assert watched.page.evaluate(READ_LOOPS, [0]) == [loops(watched.trace, 0)]


def test_a_program(watch: Any) -> None:
    watched = watch("program")
    assert watched.text(".program") == "app.still"
    assert watched.text("#about").startswith("save 1, 20")
    assert watched.cards("chain") == [
        "<module>",
        "run",
        "Runner.run",
        "BaseEventLoop.run_until_complete",
    ]
    # The first frame that is shown is the program's own.
    assert watched.text(".card.selected .select") == "<module>"
    assert watched.text("#source .line.current").endswith("asyncio.run(main())")
    assert "in the midst of it" in watched.text("#code .note")
    assert watched.text(".loop, #loop h2 .turn").startswith("turn ")
    assert "print" in watched.text(".timers ul")
    assert "wakes reader" in watched.text(".timers ul")
    states = watched.page.locator(".apart .card .state").all_inner_texts()
    assert set(states) == {"suspended", "ready"}
    assert watched.text(".ready ul li").split() == ["worker#1", "w0", "wakeup"]
    ready = watched.page.locator(".apart .card.ready")
    assert ready.locator(".select").all_inner_texts() == ["worker#1"]
    assert watched.text(".apart .fold") == f"and {len(watched.trace.at(0).frames) - 4 - 24} others"


def test_nothing_moves(watch: Any) -> None:
    watched = watch("program")
    for hidden in ("#timeline", "#toolbar", "#step-button", "#pin-button", "#output"):
        assert not watched.page.locator(hidden).is_visible()
    before = watched.page.inner_text("main")
    for key in ("ArrowRight", "Shift+ArrowLeft", "]", "a", "t", "End", "Home", " ", "g", "c", "+"):
        assert watched.press(key) == 0
    assert watched.page.locator("dialog[open]").count() == 0
    assert watched.page.inner_text("main") == before
    watched.press("?")
    assert watched.page.locator("#help tr").count() == 3


def test_an_await_chain(watch: Any) -> None:
    """Found by a name or a variable; all that await each other come with it."""
    watched = watch("program")
    for query, card in (("reader#1", "reader#1"), ("ticks#1", "ticks#1"), ("delay", "sleep#1")):
        watched.press("/")
        watched.page.locator("#search input").fill(query)
        watched.page.keyboard.press("Enter")
        watched.until(f'document.querySelector(".card.selected .select").innerText == "{card}"')
        names = watched.cards("apart")
        place = names.index("reader#1")
        assert names[place : place + 3] == ["reader#1", "ticks#1", "sleep#1"]
        selected = watched.page.locator(".card.selected")
        assert selected.evaluate(
            "one => one.getBoundingClientRect().top < innerHeight"
            " && one.getBoundingClientRect().bottom > 0"
        )
    verbs = watched.page.locator(".apart .card .via").all_inner_texts()
    assert verbs[place : place + 3] == ["", "awaits", "awaits"]


def test_a_link_leads_to_a_frame(watch: Any) -> None:
    first = watch("program")
    row = next(one for one in first.trace.data["generators"] if one["name"].startswith("ticks"))
    watched = watch("program", f"frame={row['frame']}")
    assert watched.text(".card.selected .select") == "ticks#1"
    assert watched.text("#source .line.current").endswith("await asyncio.sleep(3600)")


def test_a_click_on_a_generator_selects_it(watch: Any) -> None:
    watched = watch("generator")
    assert watched.text("#about").startswith("Python 3.")
    assert watched.cards("apart") == ["outer#1", "inner#1"]
    assert watched.text(".card.selected .select") == "outer#1"
    assert "nobody runs" in watched.text(".chain")
    watched.page.locator(".card.selected .stack .value", has_text="inner#1").click()
    assert watched.text(".card.selected .select") == "inner#1"
    assert watched.text(".card.selected .handles").split()[:2] == ["handles", "KeyError"]
    assert watched.text("#source .line.current").endswith("got = yield n")
    for query in ("got = yield", "got", "line 1", "KeyError"):
        watched.press("/")
        watched.page.locator("#search input").fill(query)
        watched.page.locator("#search .results button").first.click()
        assert watched.page.locator(".card.selected").count() == 1
        watched.press("Escape")


@pytest.mark.parametrize("name", MAKERS)
def test_on_a_phone(watch: Any, name: str) -> None:
    watched = watch(name, width=390)
    assert watched.page.locator("#about").is_visible()
    assert watched.page.locator("#frames").is_visible()
    assert not watched.page.locator("[data-tab='output']").last.is_visible()
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    watched.page.locator("nav.tabs [data-tab='code']").click()
    assert watched.page.locator("#code .instruction.current").is_visible()


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core from npm")
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", MAKERS)
def test_axe(watch: Any, name: str, width: int) -> None:
    assert complaints(watch(name, width=width)) == []
