"""The gallery: its programs run, its pictures are there, and each does what the page says of it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gallery import live, moments
from gallery.shown import DOCS, PAGE, PROGRAMS, pictures
from gallery.shown import moments as linked
from stillframe.watch.state import State
from stillframe.watch.trace import Trace
from unit.cli.processes import needs_processes
from unit.docs import pages

TEXT = PAGE.read_text(encoding="utf-8")
NAMES = [program.stem for program in PROGRAMS]


def test_the_page_has_each_program_as_it_is() -> None:
    shown = [block.text for block in pages.blocks(TEXT) if block.language == "python"]
    assert sorted(shown) == sorted(one.read_text(encoding="utf-8") for one in PROGRAMS)


def test_each_program_has_a_picture_and_a_live_page() -> None:
    assert sorted(one.program for one in pictures()) == NAMES
    assert sorted(set(re.findall(r"\[[Ll]ive page\]\(gallery/(\w+)\.html\)", TEXT))) == NAMES


def test_the_pictures_are_small_and_all_are_shown() -> None:
    shown = {one.file for one in pictures()}
    assert shown == set((DOCS / "images").glob("*.png"))
    for file in shown:
        assert file.read_bytes().startswith(b"\x89PNG\r\n")
        assert file.stat().st_size < 120_000


# -- the runs


class Run:
    """A program's run, and its moments by their names."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.asked: set[str] = set()

    def at(self, name: str) -> State:
        return self.trace.at(self.moment(name))

    def moment(self, name: str) -> int:
        self.asked.add(name)
        return moments.moment(self.trace, name)

    def printed(self, name: str) -> list[str]:
        return self.trace.output_at(self.moment(name)).splitlines()

    def chain(self, name: str) -> list[str]:
        return [self.trace.name(frame) for frame in self.at(name).chain]

    def apart(self, name: str) -> list[str]:
        state = self.at(name)
        return [self.trace.name(one) for one in sorted(state.frames.keys() - {*state.chain})]

    def frame(self, generator: str) -> int:
        return next(
            int(one["frame"]) for one in self.trace.data["generators"] if one["name"] == generator
        )

    def stack(self, name: str, generator: str) -> list[str]:
        """The value stack of a generator's frame; on it, generators by their names."""
        names = {one["value"]: one["name"] for one in self.trace.data["generators"]}
        values = self.at(name).frames[self.frame(generator)].stack
        return [names.get(value) or self.trace.show(value) for value in values]

    def slots(self, name: str, generator: str) -> dict[str, str]:
        """The variables of a generator's frame."""
        number = self.frame(generator)
        values = self.at(name).frames[number].slots
        names = self.trace.code(number)["slots"]
        return {one: self.trace.show(value) for one, value in zip(names, values, strict=True)}

    def op(self, name: str) -> str:
        """The instruction that comes next."""
        state = self.at(name)
        code = self.trace.code(state.chain[-1])
        return str(code["op"][self.trace.data["pc"][state.moment]])

    def ready(self, name: str) -> list[str]:
        """The coroutines of the tasks in the ready queue."""
        data = self.trace.data
        (loop,) = self.trace.loops_at(self.moment(name))
        tasks = [data["tasks"][data["handles"][one]["task"]] for one in loop.ready]
        return [data["generators"][task["generator"]]["name"] for task in tasks]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Trace]]:
    folder = tmp_path_factory.mktemp("gallery")
    return folder, live.build(folder)


@needs_processes
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda one: one.stem)
def test_it_runs_to_its_end(built: tuple[Path, dict[str, Trace]], program: Path) -> None:
    data = built[1][program.stem].data
    printed = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True)
    assert (data["full"], data["end"]["how"]) == (False, "returned")
    assert "".join(data["output"]["text"]) == printed.stdout != ""


@needs_processes
def test_the_built_pages_lead_to_steps(built: tuple[Path, dict[str, Trace]]) -> None:
    folder, traces = built
    index = (folder / "index.html").read_text(encoding="utf-8")
    found = re.findall(r'href="(\w+)\.html#step=(\d+)"', index)
    assert len(found) == len(linked()) > len(pictures())
    assert all(0 < int(step) <= traces[program].steps for program, step in found)
    assert all((folder / f"{program}.html").exists() for program in NAMES)
    assert 'src="../images/tree.png"' in index
    assert 'href="../watching.md"' in index


@needs_processes
def test_a_moment_that_never_comes_is_refused(built: tuple[Path, dict[str, Trace]]) -> None:
    trace = built[1]["fibonacci"]
    for name in ("yield=99", "yield=0", "yield=1&of=nobody.1", "nothing=1"):
        with pytest.raises(LookupError, match=r"fibonacci\.py"):
            moments.moment(trace, name)


# -- what the page says


def created(run: Run) -> None:
    assert run.apart("created=1") == ["fibonacci#1"]
    assert run.printed("created=1") == []
    assert run.printed("output=1") == ["GEN_CREATED"]
    assert run.apart("output=1") == ["fibonacci#1"]
    assert run.chain("send=1") == ["<module>", "fibonacci#1"]
    assert run.printed("output=2")[-1] == "the first line runs"


def fibonacci(run: Run) -> None:
    assert run.chain("send=2") == ["<module>", "fibonacci#1"]
    assert run.slots("send=2", "fibonacci#1") == run.slots("yield=1", "fibonacci#1")
    assert run.slots("send=2", "fibonacci#1") == {"a": "0", "b": "1"}
    assert (run.chain("yield=2"), run.apart("yield=2")) == (["<module>"], ["fibonacci#1"])
    assert run.stack("send=3", "fibonacci#1") == ["'a value that this generator ignores'"]
    later = run.trace.at(run.moment("send=3") + 2).frames[run.frame("fibonacci#1")]
    assert run.trace.code(later.number)["op"][later.at] == "POP_TOP"
    assert later.stack == []
    assert run.chain("send=4") == ["<module>", "fibonacci#1"]
    outer = run.at("send=4").frames[0]
    assert run.trace.code(0)["op"][outer.at] == "FOR_ITER"


def expression(run: Run) -> None:
    assert run.stack("yield=1", "bill#1") == ["'lamps'", "25"]
    assert run.stack("yield=2", "bill#1") == ["'lamps'", "75"]
    assert run.apart("yield=2") == ["bill#1"]
    assert run.stack("send=3", "bill#1") == ["'lamps'", "75", "9"]


def tree(run: Run) -> None:
    walks = ["walk#1", "walk#2", "walk#3"]
    assert run.chain("send=1&of=walk.3") == ["<module>", *walks]
    assert run.apart("yield=1&of=walk.1") == walks
    assert run.stack("yield=1&of=walk.1", "walk#1") == ["walk#2"]
    assert run.stack("yield=1&of=walk.1", "walk#2") == ["walk#3"]
    assert run.chain("return=1&of=walk.3") == ["<module>", "walk#1", "walk#2"]
    assert run.stack("return=1&of=walk.3", "walk#2")[-1] == "1"


def throw(run: Run) -> None:
    assert run.chain("throw=1") == ["<module>", "worker#1"]
    assert run.trace.show(run.at("throw=1").raising).startswith("<ValueError #1")
    assert run.op("throw=1") == "YIELD_VALUE"
    assert run.printed("yield=3") == ["refused: no more paint"]
    assert run.stack("yield=3", "worker#1") == []
    assert run.trace.show(run.at("close=1").raising).startswith("<GeneratorExit #1")
    assert run.printed("output=2")[-1] == "done: ['sweep', 'polish']"
    assert run.moment("close=1") < run.moment("output=2") < run.moment("raise=1")
    assert (run.chain("raise=1"), run.apart("raise=1")) == (["<module>"], [])


def awaitable(run: Run) -> None:
    three = ["visit#1", "greet#1", "Ask.__await__#1"]
    asked = "yield=1&of=Ask.__await__.1"
    assert run.chain(asked) == ["<module>", "visit#1", "greet#1"]
    assert run.moment(asked) < run.moment("yield=1&of=greet.1") < run.moment("yield=1&of=visit.1")
    assert run.apart("yield=1&of=visit.1") == three
    assert run.stack("yield=1&of=visit.1", "visit#1") == three[1:2]
    assert run.stack("yield=1&of=visit.1", "greet#1") == three[2:]
    assert run.chain("send=2&of=visit.1") == ["<module>", "visit#1"]
    assert run.chain("send=2&of=Ask.__await__.1") == ["<module>", *three]
    assert run.chain("return=1&of=greet.1") == ["<module>", "visit#1"]
    assert run.chain("return=1&of=visit.1") == ["<module>"]


def gather(run: Run) -> None:
    three = ["fetch#1", "fetch#2", "fetch#3"]
    assert run.ready("yield=1&of=main.1") == three
    (loop,) = run.trace.loops_at(run.moment("timer=3"))
    delays = [when - loop.timers[0][0] for when, _ in loop.timers]
    assert delays == pytest.approx([0, 0.1, 0.2], abs=0.05)
    assert run.ready("timer=3") == []
    woken = [run.moment(f"send=2&of=fetch.{number}") for number in (2, 1, 3)]
    assert woken == sorted(woken)
    assert woken[-1] < run.moment("send=2&of=main.1")
    with pytest.raises(LookupError):
        run.moment("send=3&of=main.1")


def producer(run: Run) -> None:
    assert "consume#1" in run.apart("yield=1&of=consume.1")
    assert run.chain("ready=2&of=consume.1")[-1] == "produce#1"
    assert run.ready("ready=2&of=consume.1") == ["consume#1"]
    assert run.moment("ready=2&of=consume.1") < run.moment("yield=1&of=produce.1")
    assert run.moment("yield=1&of=produce.1") < run.moment("send=2&of=consume.1")
    before, after = (
        run.trace.loops_at(run.moment(name))[0].turn
        for name in ("ready=2&of=consume.1", "send=2&of=consume.1")
    )
    assert after == before + 1
    assert run.chain("ready=2&of=produce.1")[-1] == "consume#1"


SAID: dict[str, Callable[[Run], None]] = {
    one.__name__: one
    for one in (created, fibonacci, expression, tree, throw, awaitable, gather, producer)
}


@needs_processes
@pytest.mark.parametrize("name", NAMES)
def test_it_does_what_the_page_says(built: tuple[Path, dict[str, Trace]], name: str) -> None:
    run = Run(built[1][name])
    SAID[name](run)
    assert {named for program, named in linked() if program == name} <= run.asked
