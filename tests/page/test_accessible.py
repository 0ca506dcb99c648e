"""With axe: `npm install --no-save axe-core` beside the Makefile; skipped where it isn't there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def complaints(watched: Any) -> list[str]:
    watched.page.evaluate(AXE.read_text("utf-8"))
    found = watched.page.evaluate("axe.run()")["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core from npm")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 900, 390])
@pytest.mark.parametrize("name", ["gather", "throw"])
def test_axe(watch: Any, name: str, width: int, scheme: str) -> None:
    watched = watch(name, "step=60&compare=20", width=width, color_scheme=scheme)
    assert complaints(watched) == []


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core from npm")
@pytest.mark.parametrize("pane", ["code", "loop", "output"])
def test_axe_of_a_tab(watch: Any, pane: str) -> None:
    watched = watch("gather", "step=150", width=390)
    watched.page.locator(f".tabs [data-tab={pane}]").click()
    watched.page.locator(f"#{pane}").wait_for()
    assert complaints(watched) == []


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core from npm")
@pytest.mark.parametrize("name", ["nothing", "million", "crowd"])
def test_axe_elsewhere(watch: Any, name: str) -> None:
    """No step, a full recording, many frames; the keys are for a row."""
    watched = watch(name, "step=700")
    watched.page.get_by_role("listbox", name="source lines").focus()
    watched.press("ArrowDown")
    assert complaints(watched) == []


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core from npm")
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("key", ["/", "g", "?"])
def test_axe_in_a_dialog(watch: Any, key: str, width: int) -> None:
    watched = watch("tree", "step=60", width=width)
    watched.press(key)
    if key == "/":
        watched.page.keyboard.type("walk")
    assert complaints(watched) == []


def test_the_keyboard_reaches_everything(watch: Any) -> None:
    """Tab goes through the page and comes to each kind of thing that can be operated."""
    watched = watch("gather", "step=100")
    seen = set()
    for _ in range(150):
        watched.page.keyboard.press("Tab")
        seen.add(
            watched.page.evaluate(
                "(one => one.id || one.className.split(' ')[0] || one.closest('[id]')?.id)"
                "(document.activeElement)"
            )
        )
    assert {"slider", "play", "speed", "scroll", "value", "select", "toolbar"} <= seen


def test_rows_by_keyboard(watch: Any) -> None:
    """A list is one stop; up and down go through its rows, Enter goes where a click goes."""
    watched = watch("fibonacci", "step=40")
    source = watched.page.get_by_role("listbox", name="source lines")
    source.focus()
    current = watched.page.locator("#source .line.current")
    assert source.get_attribute("aria-activedescendant") == current.get_attribute("id")
    line = int(watched.text("#source .line.current .gutter")) - 1
    watched.press("ArrowUp", "ArrowUp", "ArrowDown")
    assert watched.moment == 40
    assert watched.text("#source .line.active .gutter") == str(line)
    marked = watched.page.locator(f".instruction[data-line='0:{line}']").first
    plain = watched.page.locator(f".instruction[data-line='0:{line + 2}']").first
    looks = "one => getComputedStyle(one).backgroundColor"
    assert marked.evaluate(looks) != plain.evaluate(looks)
    watched.press("Enter")
    assert watched.moment != 40
    assert watched.text("#source .line.current .gutter") == str(line)
    instructions = watched.page.get_by_role("listbox", name="instructions")
    instructions.focus()
    watched.press("PageUp", "PageUp")
    assert watched.text("#code .active .index") == "0"
    watched.press("PageDown")
    assert int(watched.text("#code .active .index")) > 5
    before = watched.moment
    assert watched.press("ArrowRight") == before + 1
    assert watched.page.locator("#code .active.current").count() == 1


def test_reduced_motion(watch: Any) -> None:
    step = "stillframe.act('instruction', true), document.getAnimations().length"
    for motion, expected in (("no-preference", True), ("reduce", False)):
        watched = watch("fibonacci", reduced_motion=motion)
        events = watched.trace.data["events"]
        sent = events["step"][events["kind"].index("send")]
        watched.page.evaluate(f"stillframe.go({sent})")
        assert bool(watched.page.evaluate(step)) is expected
