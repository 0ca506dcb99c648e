"""Moving through a run: every key, the slider, the address, playing."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

pytestmark = pytest.mark.slow

KEYS = """import("page/keys").then(({ COMMANDS }) => COMMANDS.map(({ keys }) => keys.map(
    key => key.replace("shift+", "Shift+").replace(" ", "Space"))))"""


def line(watched: Any, moment: int) -> tuple[int, int | None]:
    """The frame that is current, and its line."""
    frame = watched.trace.at(moment).chain[-1]
    at = watched.trace.data["pc"][moment]
    return frame, watched.trace.code(frame)["position"][at][0]


def depth(watched: Any, moment: int) -> int:
    return len(watched.trace.at(moment).chain)


def walk(watched: Any, key: str) -> list[int]:
    """Where a key leads, again and again, until it leads nowhere."""
    found = [watched.moment]
    while len(found) < 1000 and watched.press(key) != found[-1]:
        found.append(watched.moment)
    return found


def test_instructions(watch: Any) -> None:
    watched = watch("fibonacci", "step=3")
    assert watched.press("ArrowRight") == 4
    assert watched.press("ArrowLeft", "ArrowLeft") == 2
    assert watched.press("Home") == 0
    assert watched.press("ArrowLeft") == 0
    assert watched.press("End") == watched.trace.steps
    assert watched.press("ArrowRight") == watched.trace.steps


def test_lines(watch: Any) -> None:
    watched = watch("fibonacci")
    there = walk(watched, "Shift+ArrowRight")
    assert len(there) > 20
    for one, other in pairwise(there[:-1]):
        assert line(watched, one) != line(watched, other)
        between = {line(watched, moment) for moment in range(one, other)}
        assert {(frame, at) for frame, at in between if at is not None} == {line(watched, one)}
    back = walk(watched, "Shift+ArrowLeft")
    assert back == there[::-1]


def test_suspensions(watch: Any) -> None:
    watched = watch("tree")
    there = walk(watched, "]")
    assert there[1:] == watched.behind("yield")
    assert walk(watched, "[") == there[:0:-1]


def test_over(watch: Any) -> None:
    watched = watch("tree")
    there = walk(watched, "o")
    assert {depth(watched, moment) for moment in there[:-1]} == {1}
    assert len(there) < watched.trace.steps / 2
    assert walk(watched, "Shift+O") == there[::-1]


def test_out(watch: Any) -> None:
    watched = watch("tree", "step=160")
    inside = depth(watched, 160)
    assert inside > 2
    outside = watched.press("u")
    assert depth(watched, outside) < inside
    assert all(depth(watched, moment) >= inside for moment in range(160, outside))
    watched.open("step=160")
    called = watched.press("Shift+U")
    assert depth(watched, called) < inside
    assert all(depth(watched, moment) >= inside for moment in range(called + 1, 160))


def test_over_the_await(watch: Any) -> None:
    """From a suspended coroutine's last instruction to its next run, past all that runs between."""
    watched = watch("gather")
    frame = watched.trace.data["generators"][1]["frame"]
    suspended = next(
        moment for moment in watched.behind("yield") if frame in watched.trace.at(moment - 1).chain
    )
    watched.open(f"step={suspended - 1}")
    resumed = watched.press("a")
    assert watched.trace.at(resumed).chain[-1] == frame
    runs = [frame in watched.trace.at(moment).chain for moment in range(suspended, resumed)]
    assert runs and not any(runs)
    assert watched.press("Shift+A") == suspended - 1


def test_turns_of_the_loop(watch: Any) -> None:
    watched = watch("gather")
    there = walk(watched, "t")
    turns = [watched.trace.loops_at(moment)[0].turn for moment in there[1:]]
    assert turns == list(range(1, len(turns) + 1))
    assert walk(watched, "Shift+T") == there[:0:-1]


def test_exceptions_and_output(watch: Any) -> None:
    watched = watch("throw")
    raised = watched.trace.data["exceptions"]
    steps = zip(raised["step"], raised["kind"], strict=True)
    assert walk(watched, "e")[1:] == sorted({step + 1 for step, kind in steps if kind == "raised"})
    watched.open()
    assert walk(watched, "p")[1:] == sorted(
        {step + 1 for step in watched.trace.data["output"]["step"]}
    )


def test_frames(watch: Any) -> None:
    watched = watch("tree", "step=160")
    chain = watched.trace.at(160).chain
    selected = [watched.page.evaluate("stillframe.view.frame")]
    for _ in chain[1:]:
        watched.press("ArrowUp")
        selected.append(watched.page.evaluate("stillframe.view.frame"))
    assert selected == chain[::-1]
    assert watched.moment == 160
    assert "a frame further in runs" in watched.text("#code .note")
    watched.press("ArrowDown")
    assert watched.page.evaluate("stillframe.view.frame") == chain[1]


def test_playing(watch: Any) -> None:
    watched = watch("gather")
    watched.page.select_option("#speed", "120")
    watched.page.evaluate("document.activeElement.blur()")
    watched.press(" ")
    assert watched.text("#play") == "Stop"
    watched.until("stillframe.moment > 20")
    watched.press(" ")
    stopped = watched.moment
    watched.page.wait_for_timeout(100)
    assert watched.moment == stopped
    watched.press(" ")
    watched.until(f"stillframe.moment === {watched.trace.steps}")
    assert watched.text("#play") == "Play"


def test_the_timeline_is_the_slider(watch: Any) -> None:
    watched = watch("gather")
    slider = watched.page.get_by_role("slider")
    box = slider.bounding_box()
    watched.page.mouse.move(box["x"] + 400, box["y"] + 50)
    watched.page.mouse.down()
    watched.until("stillframe.moment > 0")
    first = watched.moment
    watched.page.mouse.move(box["x"] + 800, box["y"] + 50)
    watched.until(f"stillframe.moment > {first}")
    second = watched.moment
    watched.page.mouse.up()
    watched.page.mouse.move(box["x"] + 1000, box["y"] + 50)
    assert 0 < first < second < watched.trace.steps
    assert watched.moment == second
    assert slider.get_attribute("aria-valuenow") == str(second)
    assert f"Step {second}" in slider.get_attribute("aria-valuetext")
    slider.focus()
    assert watched.press("ArrowRight") == second + 1


def test_zoom(watch: Any) -> None:
    watched = watch("gather", "step=100")
    watched.press("+", "+")
    near = watched.page.evaluate("[stillframe.timeline.lanes.from, stillframe.timeline.lanes.to]")
    assert near[0] < 100 < near[1]
    assert near[1] - near[0] == pytest.approx(watched.trace.steps / 4)
    watched.press("End")
    assert watched.page.evaluate("stillframe.timeline.lanes.to") == watched.trace.steps
    watched.page.get_by_text("whole run").click()
    assert watched.page.evaluate("stillframe.timeline.lanes.from") == 0


def test_the_address(watch: Any) -> None:
    watched = watch("tree", "step=160&frame=0&compare=20")
    assert watched.moment == 160
    assert watched.page.evaluate("stillframe.view.frame") == 0
    assert watched.page.locator("#compare").is_visible()
    watched.press("ArrowRight")
    watched.until("location.hash === '#step=161&compare=20'")
    watched.page.evaluate("location.hash = 'step=30'")
    watched.until("stillframe.moment === 30")
    assert not watched.page.locator("#compare").is_visible()


def test_back_after_a_jump(watch: Any) -> None:
    watched = watch("tree", "step=160")
    watched.press("End")
    watched.page.go_back()
    watched.until("stillframe.moment === 160")


@pytest.mark.parametrize("step", ["step=99999999", "step=-4", "step=x", "frame=77", "nonsense"])
def test_an_address_that_leads_nowhere(watch: Any, step: str) -> None:
    watched = watch("fibonacci", step)
    assert 0 <= watched.moment <= watched.trace.steps


def test_go_to_a_step(watch: Any) -> None:
    watched = watch("fibonacci")
    watched.press("g")
    watched.page.keyboard.type("77")
    watched.page.keyboard.press("Enter")
    assert watched.moment == 77
    assert watched.text("#now") == "77"
    watched.press("g")
    watched.page.keyboard.press("Escape")
    watched.until("!document.querySelector('dialog[open]')")
    assert watched.press("ArrowRight") == 78


def test_every_button_of_the_toolbar(watch: Any) -> None:
    watched = watch("gather", "step=100")
    for pair in watched.page.locator("#toolbar .pair").all():
        watched.page.evaluate("stillframe.go(100)")
        on, back = pair.locator("button").nth(1), pair.locator("button").nth(0)
        on.click()
        if "exception" not in pair.inner_text():  # there is none in this program
            assert watched.moment > 100, pair.inner_text()
        watched.page.evaluate("stillframe.go(100)")
        back.click()
        if pair.inner_text() not in ("exception", "await"):  # this is the coroutine's first run
            assert watched.moment < 100, pair.inner_text()


def test_the_lane_that_runs_is_in_sight(watch: Any) -> None:
    """More lanes than there is room for: the program's stays, the others come as they are due."""
    watched = watch("tree")
    seen = set()
    for moment in range(0, watched.trace.steps, 5):
        watched.page.evaluate(f"stillframe.go({moment})")
        first, rows = watched.page.evaluate(
            "[stillframe.timeline.lanes.first, stillframe.timeline.lanes.rows]"
        )
        running = [
            watched.trace.data["frames"]["generator"][frame] + 1
            for frame in watched.trace.at(moment).chain
        ]
        if running[-1]:
            assert first <= running[-1] < first + rows
        seen.add(first)
    assert len(seen) > 1
    box = watched.page.get_by_role("slider").bounding_box()
    watched.page.mouse.move(box["x"] + 500, box["y"] + 60)
    watched.page.mouse.wheel(0, 100)
    watched.until(f"stillframe.timeline.lanes.first > {first}")


@pytest.mark.parametrize(
    "name",
    [
        "nothing",
        "tree --only nothing",
        "gather --only fetch",
        "gather --limit 50",
        "tree --limit 1",
    ],
)
def test_strange_recordings(watch: Any, name: str) -> None:
    """No step at all, a limit, frames left out: every key does something sensible, or nothing."""
    watched = watch(name)
    keys = [key for keys in watched.page.evaluate(KEYS) for key in keys]
    for key in keys:
        watched.press(key)
        assert 0 <= watched.moment <= watched.trace.steps
        watched.page.keyboard.press("Escape")
        watched.until("!document.querySelector('dialog[open]')")
