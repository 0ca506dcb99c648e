"""Search, and what is compared."""

from __future__ import annotations

import pytest

from unit.watch.corpus import NAMES, trace
from unit.watch.terminal.driving import Driven, drive, rows


@pytest.mark.slow
@pytest.mark.parametrize(("name", "query"), [("tree", "before"), ("throw", "wo"), ("crowd", "12")])
def test_search(name: str, query: str) -> None:
    """All that is found stands there, and each leads to where it must."""

    async def script(driven: Driven) -> None:
        groups = driven.reading.search.groups(query)
        found = [one for _, group in groups for one in group[:12]]
        assert len(groups) > 1
        for place, one in enumerate(found):
            await driven.go(50)
            await driven.press("/", *query)
            options = driven.app.screen.query_one("OptionList")
            shown = [str(option.prompt).strip() for option in options.options]
            assert len(shown) >= len(found) + len(groups)
            assert f"{one.title}   {one.where}" in shown
            await driven.press(*["down"] * place, "enter")
            goal = one.go(50)
            if goal is None:
                assert driven.app.screen is not driven.main
                await driven.press("escape")
                assert driven.moment == 50
            else:
                assert driven.moment == goal.moment
                if goal.frame in driven.main.view.state.frames:
                    assert driven.main.view.frame == goal.frame

    drive(trace(name), script)


def test_nothing_found() -> None:
    async def script(driven: Driven) -> None:
        await driven.press("/", "z", "z", "z")
        status = driven.app.screen.query_one("#status")
        assert "Nothing found." in str(status.render())
        await driven.press("enter", "down", "up", "enter", "escape")
        assert driven.app.screen is driven.main
        assert driven.moment == 0

    drive(trace("fibonacci"), script)


@pytest.mark.parametrize("size", [(150, 44), (80, 24)])
def test_compare(size: tuple[int, int]) -> None:
    async def script(driven: Driven) -> None:
        compared = driven.main.panes.compared
        assert not compared.region.height
        await driven.press("c")
        assert compared.region.height
        assert "nothing differs" in str(compared.border_title)
        for moment in (40, 100, 150):
            await driven.go(moment)
            before, now = (driven.reading.trace.at(one) for one in (20, moment))
            wanted = driven.reading.comparison.differences(before, now)
            shown = rows(compared)
            assert shown[0].split() == ["step", "20", "step", f"{moment},", "now"]
            assert len(shown) == len(wanted) + 1
            for row, one in zip(shown[1:], wanted, strict=True):
                assert row.startswith(one.what[:10])
                assert one.before[:10] in row and one.now[:10] in row
        await driven.press("c")
        assert not compared.region.height
        assert driven.main.pinned is None

    drive(trace("fibonacci"), script, size=size, moment=20)


@pytest.mark.parametrize("name", NAMES)
def test_compare_anything(name: str) -> None:
    async def script(driven: Driven) -> None:
        await driven.press("c", "end")
        count = len(rows(driven.main.panes.compared))
        assert count > 1
        await driven.press("home")
        assert len(rows(driven.main.panes.compared)) == 1

    drive(trace(name), script)
