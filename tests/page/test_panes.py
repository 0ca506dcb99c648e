"""What the panes show, and how they belong together."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.slow


def event(watched: Any, kind: str, which: int = 0) -> int:
    """The moment behind an event of that kind."""
    table = watched.trace.data["events"]
    steps = [step for step, one in zip(table["step"], table["kind"], strict=True) if one == kind]
    return int(steps[which]) + 1


def test_the_first_sight(watch: Any) -> None:
    watched = watch("fibonacci")
    assert watched.text(".program") == "fibonacci.py"
    assert watched.page.title() == "fibonacci.py · stillframe"
    assert watched.cards("chain") == ["<module>"]
    assert "No frame stands apart" in watched.text(".apart")
    assert not watched.page.locator("#full").is_visible()


def test_the_page_as_it_is(watch: Any) -> None:
    """Under its own policy, to the letter. Firefox counts what drives it as a part of the page."""
    watched = watch("fibonacci", "step=40", evaluates=False)
    assert watched.text("#now") == "40"
    watched.page.keyboard.press("ArrowRight")
    watched.page.locator("#now", has_text="41").wait_for()
    watched.page.locator("[data-command=line] button").nth(1).click()
    watched.page.locator("#now", has_not_text="41").wait_for()
    assert watched.page.locator(".instruction.current").count() == 1
    watched.complaints = [one for one in watched.complaints if "unsafe-eval" not in one]


def test_a_generator_is_one_card_for_its_whole_life(watch: Any) -> None:
    watched = watch("fibonacci")
    card = ".card[data-frame='1']"
    first = event(watched, "created")
    watched.page.evaluate(f"stillframe.go({first})")
    handle = watched.page.query_selector(card)
    assert watched.cards("apart") == ["fibonacci#1"]
    assert watched.text(f"{card} .state") == "created"
    assert watched.text(f"{card} .tether .verb") == "created"

    watched.page.evaluate(f"stillframe.go({event(watched, 'send')})")
    assert watched.cards("chain") == ["<module>", "fibonacci#1"]
    assert watched.text(f"{card} .state") == "running"
    assert watched.text(f"{card} .tether.now.into").split() == ["send", "None", "by", "<module>"]

    watched.page.evaluate(f"stillframe.go({event(watched, 'yield')})")
    assert watched.cards("chain") == ["<module>"]
    assert watched.cards("apart") == ["fibonacci#1"]
    assert watched.text(f"{card} .state") == "suspended"
    assert "stopped at YIELD_VALUE, line 4" in watched.text(f"{card} .where")
    assert watched.text(f"{card} .tether.now.out").split() == ["yield", "1", "to", "<module>"]
    assert "return" not in watched.text(card)
    assert watched.page.evaluate(f'one => one === document.querySelector("{card}")', handle)


def test_a_suspended_generator_has_its_own_stack(watch: Any) -> None:
    watched = watch("tree")
    watched.page.evaluate(f"stillframe.go({event(watched, 'yield', 2)})")
    assert watched.cards("apart")[:3] == ["walk#1", "walk#2", "walk#3"]
    own = watched.page.locator(".apart .card").nth(0).locator(".own .slot")
    assert own.all_inner_texts() == ["walk#2\ndelegates to"]
    assert (
        watched.page.locator(".apart .card").nth(1).locator(".via").inner_text() == "delegates to"
    )


def test_a_crowd_and_a_long_chain(watch: Any) -> None:
    """Of many, those that matter are shown, and it is said how many aren't."""
    watched = watch("crowd")
    depths = [len(watched.trace.at(moment).chain) for moment in range(watched.trace.steps)]
    watched.page.evaluate(f"stillframe.go({depths.index(max(depths))})")
    names = watched.cards("chain")
    assert names[0] == "<module>" and len(names) == 12
    assert watched.text(".chain .fold") == f"{max(depths) - 12} more frames between"
    assert watched.text(".chain .count") == str(max(depths))
    innermost = watched.page.locator(".card.innermost")
    assert innermost.evaluate(
        "one => one.getBoundingClientRect().bottom <= document.querySelector('.places')"
        ".getBoundingClientRect().bottom"
    )
    for _ in range(max(depths) - 1):
        watched.press("ArrowUp")
        assert watched.page.locator(".chain .card.selected").count() == 1
    assert len(watched.cards("apart")) == 24
    apart = len(watched.trace.at(watched.moment).frames) - max(depths)
    assert watched.text(".apart .fold") == f"and {apart - 24} others, suspended longer"
    watched.press("End")
    closed = watched.page.locator(".apart .card.closed").count()
    assert closed == 8
    assert "closed before" in watched.text(".apart .fold")


def test_closed(watch: Any) -> None:
    watched = watch("tree")
    watched.page.evaluate(f"stillframe.go({event(watched, 'return')})")
    card = watched.page.locator(".card.closed")
    assert card.count() == 1
    assert card.locator(".tether.return.now").inner_text().split()[:2] == ["return", "0"]
    assert card.locator(".state").inner_text() == "closed"


def test_throw_and_close(watch: Any) -> None:
    watched = watch("throw")
    watched.page.evaluate(f"stillframe.go({event(watched, 'throw')})")
    assert watched.text(".tether.now.into .verb") == "throw"
    assert "ValueError" in watched.text("#code .note")
    watched.page.evaluate(f"stillframe.go({event(watched, 'close')})")
    assert watched.text(".tether.now.into .verb") == "close"
    watched.page.evaluate(f"stillframe.go({event(watched, 'raise')})")
    assert "GeneratorExit" in watched.text(".tether.raise.now.out")


def test_the_stack_is_the_trace_s(watch: Any) -> None:
    """At every moment: values, labels, what changed, what the next instruction takes."""
    watched = watch("fibonacci")
    for moment in range(watched.trace.steps):
        watched.page.evaluate(f"stillframe.go({moment})")
        state = watched.trace.at(moment)
        frame = state.current
        shown = watched.page.locator("#code .slot .value").all_inner_texts()
        values = watched.page.evaluate(f"{frame.stack}.map(one => stillframe.values.name(one))")
        assert [one.split(" ")[0] for one in shown] == [one.split(" ")[0] for one in values[::-1]]
        code = watched.trace.code(frame.number)
        at = watched.trace.data["pc"][moment]
        labels = watched.page.locator("#code .slot .label").all_inner_texts()
        assert labels == code["labels"][at][: len(frame.stack)][::-1]
        taken = watched.page.locator("#code .slot.taken").count()
        assert taken == code["effects"][at][0][0]
        current = watched.page.locator(".instruction.current")
        assert current.get_attribute("data-index") == str(at)


def test_exact_columns(watch: Any) -> None:
    """Columns count bytes of UTF-8; what is underlined is text."""
    watched = watch("tree")
    data = watched.trace.data
    lines = data["files"][0]["lines"]
    seen = 0
    for moment in range(170, 260):
        watched.page.evaluate(f"stillframe.go({moment})")
        frame = watched.trace.at(moment).chain[-1]
        position = watched.trace.code(frame)["position"][data["pc"][moment]]
        first, last, column, end = position
        if None in position or first != last or column == end:
            continue
        expected = lines[first - 1].encode()[column:end].decode()
        underlined = "".join(watched.page.locator(".line .here").all_inner_texts())
        assert underlined == expected
        assert watched.text(".line.current .gutter") == str(first)
        seen += "é" in expected
    assert seen


def test_changes_are_marked(watch: Any) -> None:
    watched = watch("fibonacci")
    watched.page.evaluate(f"stillframe.go({event(watched, 'send', 1)})")
    names = watched.trace.code(1)["slots"]
    seen = set()
    for _ in range(14):
        before = watched.trace.at(watched.moment).frames[1].slots
        watched.press("Shift+ArrowRight")
        after = watched.trace.at(watched.moment).frames[1].slots
        marked = watched.page.locator(".card[data-frame='1'] .variable.changed dt")
        assert marked.all_inner_texts() == [
            name for name, one, other in zip(names, before, after, strict=True) if one != other
        ]
        seen |= set(marked.all_inner_texts())
    assert seen == {"a", "b"}


def test_what_changes_inside_an_object_is_marked(watch: Any) -> None:
    """`done.append(job)`: the same list, with another thing in it."""
    watched = watch("throw")
    frame = watched.trace.data["generators"][0]["frame"]
    row = f".card[data-frame='{frame}'] .variable"
    contents = watched.trace.data["contents"]
    done = watched.trace.at(event(watched, "yield")).frames[frame].slots[0]
    moments = [
        moment
        for moment, value in zip(contents["moment"], contents["value"], strict=True)
        if value == done
    ]
    watched.page.evaluate(f"stillframe.go({moments[1] - 1})")
    assert watched.page.locator(f"{row}.changed").count() == 0
    assert watched.text(f"{row} .value") == "list #1 []"
    watched.press("ArrowRight")
    assert watched.text(f"{row}.changed .value") == "list #1 ['a']"


def test_what_changes_is_shown_wherever_it_is_held(watch: Any) -> None:
    """A suspended generator holds a list that another frame appends to."""
    watched = watch("shared")
    watched.page.evaluate(f"stillframe.go({event(watched, 'yield')})")
    held = watched.page.locator(".apart .card .variable .value")
    seen = [held.inner_text()]
    while watched.press("Shift+ArrowRight") < event(watched, "yield", 1):
        if held.count() and held.inner_text() != seen[-1]:
            seen.append(held.inner_text())
    assert seen == ["list #1 []", "list #1 ['a']", "list #1 ['a', 'b']", "list #1 ['a', 'b', 'c']"]


def test_what_a_frame_handles(watch: Any) -> None:
    watched = watch("throw")
    frame = watched.trace.data["generators"][0]["frame"]
    for moment in range(event(watched, "throw"), event(watched, "yield", 2)):
        watched.page.evaluate(f"stillframe.go({moment})")
        handled = watched.trace.at(moment).frames[frame].handled
        shown = watched.page.locator(f".card[data-frame='{frame}'] .handles")
        assert shown.is_visible() == bool(handled)
        if handled:
            assert "ValueError #1 ('bad')" in shown.inner_text()


def test_output(watch: Any) -> None:
    watched = watch("throw")
    for moment in range(0, watched.trace.steps + 1, 7):
        watched.page.evaluate(f"stillframe.go({moment})")
        lines = watched.page.locator("#output .written").all_inner_texts()
        assert lines == watched.trace.output_at(moment).splitlines()
    assert "it raised KeyError" in (watched.press("End") and watched.text("#ending"))


def test_the_end_shows_where_it_ended(watch: Any) -> None:
    watched = watch("throw", "step=100000")
    assert watched.moment == watched.trace.steps
    assert watched.text("#source .where") == "throw.py"
    assert watched.page.locator(".line").count() > 5
    assert watched.page.locator(".instruction").count() > 5
    assert watched.page.locator(".current").count() == 0
    assert watched.cards("chain") == []


def test_an_async_generator_stands_under_who_awaits_it(watch: Any) -> None:
    """What passes between them is an object that isn't a generator: it is known by the yields."""
    watched = watch("ticks")
    table = watched.trace.data["events"]
    names = [one["name"] for one in watched.trace.data["generators"]]
    of_ticks = [
        step
        for step, kind, row in zip(table["step"], table["kind"], table["generator"], strict=True)
        if kind == "yield" and names[row] == "consume#1"
    ]
    watched.page.evaluate(f"stillframe.go({of_ticks[0] + 1})")
    apart = watched.cards("apart")
    ticks = apart.index("ticks#1")
    assert apart[ticks - 1] == "consume#1"
    via = watched.page.locator(".apart .card").nth(ticks).locator(".via")
    assert via.inner_text() == "awaits"


def test_the_loop(watch: Any) -> None:
    watched = watch("gather")
    data = watched.trace.data
    for moment in range(20, watched.trace.steps, 9):
        watched.page.evaluate(f"stillframe.go({moment})")
        loop = watched.trace.loops_at(moment)[0]
        assert f"turn {loop.turn} " in watched.text("#loop .turn")
        for name, handles in (("ready", loop.ready), ("timers", [one for _, one in loop.timers])):
            shown = watched.page.locator(f"#loop .{name} li[data-handle]")
            assert [int(one.get_attribute("data-handle")) for one in shown.all()] == handles
        for _, one in loop.timers:
            row = watched.page.locator(f"#loop .timers li[data-handle='{one}']")
            woken = data["tasks"][data["handles"][one]["wakes"]]["name"]
            assert f"wakes fetch#{int(woken[-1]) - 1} {woken}" in row.inner_text()
        ready = watched.page.locator("#loop .ready li[data-handle] .task").all_inner_texts()
        handles = [data["handles"][one] for one in loop.ready]
        tasks = [max(one["task"], one["wakes"]) for one in handles]
        assert ready == [data["tasks"][one]["name"] for one in tasks if one >= 0]


def test_tasks_are_named_and_ready(watch: Any) -> None:
    watched = watch("ticks")
    for moment in range(watched.trace.steps):
        loops = watched.trace.loops_at(moment)
        waiting = [
            watched.trace.data["tasks"][watched.trace.data["handles"][one]["task"]]
            for one in (loops[0].ready if loops else [])
            if watched.trace.data["handles"][one]["task"] >= 0
        ]
        if [one["name"] for one in waiting] == ["one", "two"]:
            break
    watched.page.evaluate(f"stillframe.go({moment})")
    ready = watched.page.locator(".apart .card.ready")
    assert ready.locator(".kind").all_inner_texts() == ["one", "two"]
    assert all("ready" in text for text in ready.locator(".state").all_inner_texts())


def test_without_a_loop_there_is_no_loop_to_show(watch: Any) -> None:
    watched = watch("fibonacci")
    assert not watched.page.locator("#loop").is_visible()
    assert not watched.page.locator("[data-command=turn]").is_visible()


def test_the_same_object_is_marked_everywhere(watch: Any) -> None:
    watched = watch("fibonacci", "step=40")
    value = watched.trace.data["generators"][0]["value"]
    hovered = watched.page.locator(f".value[data-value='{value}']")
    assert hovered.count() >= 2
    hovered.first.hover()
    for one in watched.page.locator(f"[data-value='{value}']").all():
        assert one.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    watched.page.mouse.move(2, 2)
    assert hovered.first.evaluate("one => getComputedStyle(one).outlineStyle") == "none"


def test_a_line_and_its_instructions_are_marked_together(watch: Any) -> None:
    watched = watch("fibonacci", "step=40")
    watched.page.locator(".line[data-line='0:11']").hover()
    marked = watched.page.locator(".instruction[data-line='0:11']").nth(2)
    other = watched.page.locator(".instruction[data-line='0:12']").first
    looks = "one => getComputedStyle(one).backgroundColor"
    assert marked.evaluate(looks) != other.evaluate(looks)


def test_an_instruction_s_columns_are_marked(watch: Any) -> None:
    watched = watch("fibonacci", "step=40")
    row = watched.page.locator(".instruction", has_text="LOAD_NAME numbers").first
    row.hover()
    assert watched.text(".line .hinted") == "numbers"


def test_a_lane_and_its_card_are_marked_together(watch: Any) -> None:
    watched = watch("gather", "step=100")
    box = watched.page.get_by_role("slider").bounding_box()
    watched.page.mouse.move(box["x"] + 30, box["y"] + 20 + 2 * 20 + 10)
    frame = watched.trace.data["generators"][1]["frame"]
    card = watched.page.locator(f".card[data-frame='{frame}']")
    assert card.evaluate("one => getComputedStyle(one).boxShadow") != "none"
    watched.page.locator(".card[data-frame='1'] .select").hover()
    assert watched.page.evaluate("stillframe.timeline.lanes.hovered") == 1


def test_a_value_leads_to_the_step_that_made_it(watch: Any) -> None:
    """A sum, through variables and a yield, to its BINARY_OP; an object, to where it was made."""
    watched = watch("fibonacci")
    table = watched.trace.data["output"]
    moment = table["step"][4]  # print is about to be called with the third number
    watched.page.evaluate(f"stillframe.go({moment})")
    watched.page.locator("#code .slot .value").first.click()
    state = watched.trace.at(watched.moment - 1)
    code = watched.trace.code(state.chain[-1])
    assert code["op"][watched.trace.data["pc"][watched.moment - 1]] == "BINARY_OP"
    assert watched.trace.show(watched.trace.at(watched.moment).current.stack[-1]) == "3"
    watched.page.evaluate(f"stillframe.go({moment})")
    watched.page.locator(".chain .card[data-frame='0'] .value.generator").click()
    assert watched.moment == event(watched, "created")


def test_a_line_leads_to_where_it_runs_next(watch: Any) -> None:
    watched = watch("fibonacci", "step=20")
    watched.page.locator(".line[data-line='0:12']").click()
    frame = watched.trace.at(watched.moment).chain[-1]
    position = watched.trace.code(frame)["position"][watched.trace.data["pc"][watched.moment]]
    assert position[0] == 12
    watched.page.locator(".instruction", has_text="RETURN_VALUE").click()
    assert watched.text(".instruction.current .op") == "RETURN_VALUE"


def test_the_live_region(watch: Any) -> None:
    watched = watch("fibonacci", "step=41")
    watched.press("ArrowRight")
    watched.until("document.querySelector('#live').textContent.startsWith('Step 42 of ')")
    assert "fibonacci#1, line" in watched.page.locator("#live").inner_text()


def test_compare(watch: Any) -> None:
    watched = watch("fibonacci")
    one, other = event(watched, "yield"), event(watched, "yield", 3)
    watched.page.evaluate(f"stillframe.go({one})")
    watched.press("c")
    watched.page.evaluate(f"stillframe.go({other})")
    rows = {
        row.locator("th").inner_text(): row.locator("td").all_inner_texts()
        for row in watched.page.locator("#compare tbody tr").all()
    }
    before, after = watched.trace.at(one).frames[1], watched.trace.at(other).frames[1]
    assert rows["fibonacci#1, a"] == [watched.trace.show(at.slots[0]) for at in (before, after)]
    assert rows["fibonacci#1, b"] == [watched.trace.show(at.slots[1]) for at in (before, after)]
    assert "fibonacci#1, line" not in rows
    watched.page.evaluate(f"stillframe.go({one})")
    assert watched.text("#compare .where") == "nothing differs"
    watched.press("c")
    assert not watched.page.locator("#compare").is_visible()


def search(watched: Any, query: str, title: str) -> None:
    watched.press("/")
    watched.page.locator("#search input").fill(query)
    watched.page.locator(".results section", has=watched.page.get_by_text(title)).locator(
        "button"
    ).first.click()
    assert not watched.page.locator("#search").is_visible()


def test_search_for_a_name(watch: Any) -> None:
    watched = watch("tree")
    search(watched, "walk#3", "Generators and coroutines")
    frame = watched.trace.data["generators"][2]["frame"]
    assert frame in watched.trace.at(watched.moment).frames
    assert frame not in watched.trace.at(watched.moment - 1).frames
    search(watched, "__init__", "Functions")
    assert watched.trace.code(watched.trace.at(watched.moment).chain[-1])["name"] == "__init__"


def test_search_for_a_variable(watch: Any) -> None:
    watched = watch("tree")
    search(watched, "before", "Variables")
    before, after = watched.trace.at(watched.moment - 1), watched.trace.at(watched.moment)
    slot = watched.trace.code(after.chain[-1])["slots"].index("before")
    assert before.current.slots[slot] == 0 != after.current.slots[slot]


def test_search_for_a_line(watch: Any) -> None:
    watched = watch("tree")
    search(watched, ":12", "Lines")
    frame = watched.trace.at(watched.moment).chain[-1]
    position = watched.trace.code(frame)["position"][watched.trace.data["pc"][watched.moment]]
    assert position[0] == 12


def test_search_for_a_value(watch: Any) -> None:
    watched = watch("gather")
    search(watched, "'B'", "Values")
    stack = watched.trace.at(watched.moment).current.stack
    assert watched.trace.show(stack[-1]) == "'B'"


def test_search_by_keyboard_and_for_nothing(watch: Any) -> None:
    watched = watch("tree")
    watched.press("/")
    watched.page.keyboard.type("no such thing")
    assert watched.text("#search .status") == "Nothing found."
    watched.page.locator("#search input").fill("walk#2")
    watched.page.keyboard.press("Enter")
    assert watched.moment > 0


def test_escape_closes_the_search(watch: Any) -> None:
    watched = watch("tree")
    watched.press("/")
    watched.page.keyboard.type("walk")
    watched.page.keyboard.press("Escape")
    watched.page.locator("#search").wait_for(state="hidden")


def test_help_names_every_key(watch: Any) -> None:
    watched = watch("fibonacci")
    watched.press("?")
    keys = set(watched.page.locator("#help kbd").all_inner_texts())
    assert {"→", "Shift →", "]", "[", "↑", "↓", "Space", "/", "g", "?", "c"} <= keys
    watched.page.keyboard.press("Escape")
    watched.page.locator("#help").wait_for(state="hidden")


def test_a_full_recording_says_so(watch: Any) -> None:
    watched = watch("million")
    steps = f"{watched.trace.steps:,}"
    assert f"stopped after {steps} steps (limit 1,000,000)" in watched.text("#full")
    watched.press("End")
    assert "the program went on" in watched.text("#ending")


def test_strange_texts(watch: Any) -> None:
    """Controls are seen, and turn nothing around; nothing is markup."""
    watched = watch("strange")
    watched.press("End")
    written = watched.page.locator("#output .written").all_inner_texts()
    assert written == ["red �[31m, null �, right to left �a�", "שלום <b>&amp;"]
    assert watched.page.locator("#output b, i").count() == 0
    names = watched.page.locator(".card .kind").all_inner_texts()
    assert any(name.startswith("<i>task�</i> long long") for name in names)


@pytest.mark.parametrize("width", [1440, 900, 390])
def test_nothing_is_pushed_out_of_a_card(watch: Any, width: int) -> None:
    watched = watch("strange", width=width)
    (frame,) = {
        one["frame"] for one in watched.trace.data["generators"] if "__await__" in one["name"]
    }
    card = watched.page.locator(f".card[data-frame='{frame}']")
    seen = 0
    for moment in watched.behind("created", "send", "yield"):
        watched.page.evaluate(f"stillframe.go({moment})")
        if not card.count():
            continue
        seen += 1
        box, state = card.bounding_box(), card.locator(".state").bounding_box()
        assert state["width"] > 20
        assert box["x"] < state["x"] < state["x"] + state["width"] < box["x"] + box["width"]
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen > 2


def test_a_phone(watch: Any) -> None:
    watched = watch("gather", "step=100", width=390, has_touch=True)
    wide = watched.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    for name, pane in [("Instructions", "code"), ("Loop", "loop"), ("Output", "output")]:
        watched.tap(watched.page.locator(".tabs").get_by_text(name))
        watched.page.locator(f"#{pane}").wait_for()
        assert not watched.page.locator("#frames").is_visible()
    watched.tap(watched.page.locator("#toolbar .pair button").nth(1))
    watched.until("stillframe.moment === 101")
    assert watched.page.locator("#source").is_visible()
