"""A saved program: one moment, no history. And a run of which nothing was recorded."""

from __future__ import annotations

import pytest

from stillframe.watch.terminal.commands import ALL, BY_KEY
from unit.watch.corpus import trace
from unit.watch.recorded import of_text
from unit.watch.still import still
from unit.watch.terminal.driving import Driven, drawn, drive, rows


def test_what_it_shows() -> None:
    async def script(driven: Driven) -> None:
        main = driven.main
        assert "save 3, 2026-01-02 03:04:05 UTC" in drawn(main.bars["head"])[0]
        assert "Code has changed." in drawn(main.bars["said"])[0]
        assert not main.timeline.region.height
        assert not main.panes.output.region.height
        shown = "\n".join([*rows(main.panes.frames.chain), *rows(main.panes.frames.apart)])
        for frame in driven.reading.trace.at(0).frames:
            assert driven.reading.trace.name(frame) in shown
        keys = drawn(main.bars["keys"])[0]
        assert "frame" in keys and "step" not in keys and "play" not in keys
        assert "turn" not in str(main.panes.loop.border_title)

    drive(still(trace("tree"), 160), script)


def test_keys_that_make_no_sense_do_nothing() -> None:
    async def script(driven: Driven) -> None:
        known = driven.main.commands
        assert {"frame", "search", "help", "quit", "mark"} <= known
        for key, (name, _) in BY_KEY.items():
            if name not in known:
                before = driven.main.view
                await driven.press(key)
                assert driven.main.view is before
                assert driven.app.screen is driven.main
        await driven.press("?")
        shown = [does for _, does in driven.app.screen.keys]
        assert shown == [one.does for one in ALL if one.name in known]

    drive(still(trace("tree"), 160), script)


def test_frames_are_selected_instead() -> None:
    """By a key, by a value that one of them holds, by a line, by a search."""

    async def script(driven: Driven) -> None:
        main, run = driven.main, driven.reading.run
        chain = driven.reading.trace.at(0).chain
        await driven.press(*["down"] * (len(chain) - 1))
        assert main.view.frame == chain[-1]
        await driven.press(*["up"] * len(chain))
        assert main.view.frame == 0
        value = next(
            target
            for target in main.panes.values()
            if target.kind == "value" and target.which[3] in run.of_value
        )
        for _ in main.panes.values():
            await driven.press("tab")
            if main.marks.focused == value:
                break
        said = drawn(main.bars["said"])[0]
        assert "to a frame that holds it" in said
        await driven.press("enter")
        assert main.view.frame == run.generators[run.of_value[value.which[3]]]["frame"]
        await driven.click(main.panes.source, "def walk(tree):")
        assert main.view.frame == 0
        await driven.press("/", *"walk#1", "enter")
        assert run.trace.name(main.view.frame) == "walk#1"
        await driven.press("/", *"Tree.__init__", "enter")
        assert "No frame has that." in str(driven.app.screen.query_one("#status").render())

    drive(still(trace("tree"), 160), script)


@pytest.mark.parametrize("text", ["", "pass"])
def test_a_run_without_steps(text: str) -> None:
    """Of which nothing was asked for."""

    async def script(driven: Driven) -> None:
        assert driven.reading.run.steps == 0
        for key in BY_KEY:
            if key not in ("q", "ctrl+c"):
                await driven.press(key)
                while driven.app.screen is not driven.main:
                    await driven.press("escape")
        assert driven.moment == 0
        assert any("No step was recorded." in row for row in rows(driven.main.panes.frames.chain))

    run = of_text(text)
    data = still(run, 0).data
    del data["moment"]
    data["changes"], data["pc"], data["codes"] = {"step": [], "what": []}, [-1], []
    data["files"], data["frames"] = [], {"code": [], "generator": [], "slots": []}
    drive(type(run)(data), script)
