"""Event loops: queues, timers, tasks, and who made whom ready."""

from __future__ import annotations

import sys

import pytest

from stillframe.watch.trace import Trace
from unit.watch.recorded import lives, of_loop, rows

pytestmark = pytest.mark.skipif(
    sys.platform == "emscripten", reason="a loop of ours needs sockets to wake itself"
)

GATHER = """
def later(number):
    print("later", number)

async def work(name, delay):
    await asyncio.sleep(delay)
    return name

async def main():
    asyncio.get_running_loop().call_later(0.001, later, 3)
    return await asyncio.gather(work("a", 0.02), work("b", 0.01))

with asyncio.Runner(loop_factory=new_loop) as runner:
    print(runner.run(main()))
"""


@pytest.fixture(scope="module")
def trace() -> Trace:
    return of_loop(GATHER)


def name(trace: Trace, handle: int) -> str:
    row = trace.data["handles"][handle]
    task = trace.data["tasks"][row["task"]]["name"] + " " if row["task"] >= 0 else ""
    return task + row["text"]


def test_tasks_have_their_coroutines(trace: Trace) -> None:
    found = [
        trace.data["generators"][task["generator"]]["name"]
        for task in trace.data["tasks"]
        if task["generator"] >= 0
    ]
    assert found == ["main#1", "work#1", "work#2"]
    assert "work#2 return 'b'" in lives(trace)


def test_queue_and_timers(trace: Trace) -> None:
    step = next(row["step"] for row in rows(trace, "loop") if row["kind"] == "called")
    (loop,) = trace.loops_at(step + 1)
    ready = [name(trace, one).split()[1] for one in loop.ready]
    assert ready == ["step", "step"]
    assert [name(trace, one) for _, one in loop.timers] == ["later"]
    assert loop.turn >= 1
    assert [trace.data["watched"][one] for one in loop.reading] == ["the loop's own socket"]
    (last,) = trace.loops_at(trace.steps)
    assert (last.phase, last.ready, last.timers, last.running) == ("stopped", [], [], -1)


def test_who_woke_whom(trace: Trace) -> None:
    woken = [
        (name(trace, row["by"]), name(trace, row["row"]).split()[1])
        for row in rows(trace, "loop")
        if row["kind"] == "ready"
        and row["by"] >= 0
        and trace.data["handles"][row["row"]]["task"] >= 0
    ]
    assert ("_set_result_unless_cancelled", "wakeup") in woken
    assert any(by.endswith("step") and what == "step" for by, what in woken)


def test_each_call_is_a_moment(trace: Trace) -> None:
    for row in rows(trace, "loop"):
        if row["kind"] == "calls":
            state = trace.at(row["step"] + 1)
            assert state.native
            (loop,) = trace.loops_at(row["step"] + 1)
            assert loop.running == row["row"]


def test_callbacks_of_the_program_run_on_the_machine(trace: Trace) -> None:
    assert "later" in {code["name"] for code in trace.data["codes"]}


def test_what_is_ready_is_called_or_dropped(trace: Trace) -> None:
    loop = rows(trace, "loop")
    ready = [row["row"] for row in loop if row["kind"] == "ready"]
    assert ready == [row["row"] for row in loop if row["kind"] in ("calls", "drops")]
    assert len(set(ready)) == len(ready)


def test_cancelled_timers_are_gone() -> None:
    found = of_loop(
        "async def main():\n"
        "    loop = asyncio.get_running_loop()\n"
        "    handle = loop.call_later(100, print)\n"
        "    await asyncio.sleep(0)\n"
        "    handle.cancel()\n"
        "    loop.call_soon(print).cancel()\n"
        "with asyncio.Runner(loop_factory=new_loop) as runner:\n"
        "    runner.run(main())\n"
    )
    kinds = [row["kind"] for row in rows(found, "loop")]
    assert "drops" in kinds
    timer = next(row for row in rows(found, "loop") if row["kind"] == "timer")
    cancelled = next(row for row in rows(found, "loop") if row["kind"] == "cancelled")
    assert timer["row"] == cancelled["row"]
    assert found.loops_at(timer["step"] + 1)[0].timers
    assert not found.loops_at(cancelled["step"] + 1)[0].timers


@pytest.mark.skipif(sys.version_info < (3, 12), reason="asyncio.run takes no loop_factory")
def test_an_exception_that_comes_out_of_the_loop() -> None:
    """What asyncio does about it runs on frames that aren't recorded, in the midst of the call."""
    found = of_loop(
        "async def numbers():\n"
        "    try:\n"
        "        yield 1\n"
        "    finally:\n"
        "        await asyncio.sleep(0)\n"
        "async def main():\n"
        "    async for _ in numbers():\n"
        "        raise KeyError\n"
        "try:\n"
        "    asyncio.run(main(), loop_factory=new_loop)\n"
        "except KeyError:\n"
        "    pass\n"
    )
    for moment in range(found.steps):
        state = found.at(moment)
        if [found.name(one) for one in state.chain] == ["<module>"] and not state.native:
            frame = state.frames[state.chain[0]]
            code = found.code(frame.number)
            pc = found.data["pc"][moment]
            assert len(frame.stack) == len(code["labels"][pc]), moment


SLEEPERS = """
async def sleep(delay):
    await asyncio.sleep(delay)

async def wait(future):
    await future

async def limited(future):
    async with asyncio.timeout(600):
        await future

async def main():
    loop = asyncio.get_running_loop()
    one, other = loop.create_future(), loop.create_future()
    loop.call_later(0.001, one.set_result, None)
    loop.call_later(0.002, other.set_exception, TimeoutError)
    loop.call_later(0.003, print, "for nobody")
    jobs = [sleep(0.001), wait(one), limited(other)]
    await asyncio.gather(*map(asyncio.create_task, jobs), return_exceptions=True)

with asyncio.Runner(loop_factory=new_loop) as runner:
    runner.run(main())
"""


def test_whom_a_timer_wakes() -> None:
    """Of a sleep, of a future that is set, by a later waiter, too, and of a timeout."""
    trace = of_loop(SLEEPERS)
    tasks, generators = trace.data["tasks"], trace.data["generators"]
    woken = {
        one["text"]: generators[tasks[one["wakes"]]["generator"]]["name"]
        for one in trace.data["handles"]
        if one["wakes"] >= 0
    }
    assert woken == {
        "_set_result_unless_cancelled": "sleep#1",
        "Future.set_result": "wait#1",
        "Future.set_exception": "limited#1",
        "Timeout._on_timeout": "limited#1",
    }
    assert {one["when"] is None for one in trace.data["handles"] if one["wakes"] >= 0} == {False}
