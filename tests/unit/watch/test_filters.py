"""What is recorded where only some functions, or some tasks, are asked for."""

from __future__ import annotations

import sys

import pytest

from stillframe.watch.filters import Tasks
from stillframe.watch.trace import Trace
from unit.watch.recorded import lives, of_loop, rows

pytestmark = pytest.mark.skipif(
    sys.platform == "emscripten", reason="a loop of ours needs sockets to wake itself"
)

BOTH = """
async def fetch(n):
    await asyncio.sleep(0)
    return n

async def serve(n):
    await asyncio.sleep(0)
    return await fetch(n)

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(serve(1), name="first")
        group.create_task(serve(2), name="second")
        group.create_task(fetch(3))

with asyncio.Runner(loop_factory=new_loop) as runner:
    runner.run(main())
"""


def generators(trace: Trace) -> list[str]:
    return [one["name"] for one in trace.data["generators"]]


def codes(trace: Trace) -> set[str]:
    return {one["name"] for one in trace.data["codes"]}


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (["first"], ["serve#1", "fetch#1"]),
        (["serve"], ["serve#1", "serve#2", "fetch#1", "fetch#2"]),
        (["f*"], ["serve#1", "fetch#1", "fetch#2"]),
        (["first", "ser*"], ["serve#1", "serve#2", "fetch#1", "fetch#2"]),
        (["nobody"], []),
    ],
)
def test_tasks_by_their_names_and_their_coroutines(patterns: list[str], found: list[str]) -> None:
    trace = of_loop(BOTH, tasks=Tasks(patterns))
    assert sorted(generators(trace)) == sorted(found)
    assert codes(trace) == {name.partition("#")[0] for name in found}
    assert all(not trace.at(moment).frames for moment in range(trace.steps + 1)) == (not found)


def test_the_loop_is_recorded_as_a_whole() -> None:
    whole, part = of_loop(BOTH), of_loop(BOTH, tasks=Tasks(["first"]))
    kinds = [row["kind"] for row in rows(part, "loop")]
    assert kinds == [row["kind"] for row in rows(whole, "loop")]
    tasks = {one["name"]: one["generator"] for one in part.data["tasks"]}
    assert len(tasks) == len(whole.data["tasks"])
    assert [name for name, generator in tasks.items() if generator >= 0] == ["first"]


def test_between_two_runs_it_is_suspended() -> None:
    trace = of_loop(BOTH, tasks=Tasks(["first"]))
    outside = [moment for moment in range(trace.steps) if trace.data["pc"][moment] == -1]
    assert len(outside) == 3  # two awaits, and the loop's end
    for moment in outside[:2]:
        state = trace.at(moment)
        assert (state.chain, state.native) == ([], False)
        assert "serve#1" in map(trace.name, state.frames)
        (loop,) = trace.loops_at(moment)
        running = trace.data["handles"][loop.running]["task"]
        assert trace.data["tasks"][running]["name"] == "first"  # it has just yielded
        assert trace.at(moment + 1).chain


def test_names_that_are_given_later() -> None:
    trace = of_loop(
        "async def work():\n"
        "    await asyncio.sleep(0)\n"
        "    await asyncio.sleep(0)\n"
        "    asyncio.current_task().set_name('other')\n"
        "    await asyncio.sleep(0)\n"
        "    await asyncio.sleep(0)\n"
        "async def main():\n"
        "    task = asyncio.create_task(work())\n"
        "    await asyncio.sleep(0)\n"
        "    task.set_name('chosen')\n"
        "    await task\n"
        "with asyncio.Runner(loop_factory=new_loop) as runner:\n"
        "    runner.run(main())\n",
        tasks=Tasks(["chosen"]),
    )
    # From the step after it has got the name to the end of the one in which it gets another.
    kinds = [row["kind"] for row in rows(trace, "events")]
    assert kinds == ["send", "yield", "send", "yield"]
    names = {one["name"] for one in trace.data["tasks"] if one["generator"] == 0}
    assert (generators(trace), names) == (["work#1"], {"other"})


SHARED = """
def numbers():
    n = 0
    while True:
        n += 1
        got = yield n

shared = numbers()
seen = []

async def take(times):
    for _ in range(times):
        for n in shared:
            seen.append(n)
            break
        await asyncio.sleep(0)

async def main():
    await asyncio.gather(
        asyncio.create_task(take(3), name="recorded"),
        asyncio.create_task(take(3), name="other"),
    )

with asyncio.Runner(loop_factory=new_loop) as runner:
    runner.run(main())
    next(shared)
    runner.run(take(0))
    runner.get_loop().create_task(take(2), name="recorded again")
    runner.run(asyncio.sleep(0.01))
print(seen)
"""


def test_a_generator_that_others_resume_too() -> None:
    """It goes on unseen meanwhile: when it is resumed again, it is as it is then."""
    trace = of_loop(SHARED, tasks=Tasks(["recorded*"]))
    assert trace.output_at(trace.steps) == "[1, 2, 3, 4, 5, 6, 8, 9]\n"
    yielded = [text.split()[-1] for text in lives(trace) if text.startswith("numbers#1 yield")]
    assert yielded == ["1", "3", "5", "8", "9"]
    resumed = []
    for row in rows(trace, "events"):
        if (
            row["kind"] == "send"
            and trace.data["generators"][row["generator"]]["name"] == "numbers#1"
        ):
            frame = trace.at(row["step"] + 1).current
            assert frame is not None
            names = trace.code(frame.number)["slots"]
            resumed.append(trace.show(frame.slots[names.index("n")]))
    assert resumed == ["NULL", "2", "4", "7", "8"]


def test_keyframes_agree_with_what_is_written_between_them() -> None:
    trace = of_loop(SHARED.replace("(3)", "(60)"), tasks=Tasks(["recorded*"]), every=1)
    keyframes = trace.data["keyframes"]
    assert len(keyframes) > 5
    without = Trace({**trace.data, "keyframes": keyframes[:1]})
    for one in keyframes:
        told, held = without.at(one["moment"]), trace.at(one["moment"])
        assert told.chain == held.chain
        for number in held.chain:  # those that are suspended may have gone on unseen
            assert told.frames[number] == held.frames[number]
