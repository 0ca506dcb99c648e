"""How long things live: weak references, finalisation, and that nothing is kept."""

import contextlib
import gc
import itertools
import sys
import tracemalloc
import weakref
from collections.abc import Callable, Generator
from typing import Any

import pytest

from stillframe.machine import Frame, Machine, policy, translation
from unit.machine.guests import assert_alike, machine_of, on_machine


class Noted:
    """Says when it goes."""

    def __init__(self, name: str, log: list[str]) -> None:
        self.name = name
        self.log = log

    def __del__(self) -> None:
        self.log.append(self.name)


def waiting(log: list[str], name: str = "gen") -> Generator[str, None, None]:
    noted = Noted(f"{name}'s local", log)
    try:
        yield noted.name
    finally:
        log.append(f"{name} closed")


# -- weak references


def test_weak_references() -> None:
    async def coro() -> None: ...

    async def agen() -> Any:
        yield

    def program() -> object:
        log: list[str] = []
        seen = []
        for make in (lambda: waiting(log), coro, agen):
            thing = make()
            ref = weakref.ref(thing, lambda ref: log.append("gone"))
            seen.append(ref() is thing)
            if hasattr(thing, "close"):
                thing.close()
            del thing
            seen.append(ref() is None)
        return seen, log

    assert_alike(program)


def test_frames_can_be_referred_to_weakly() -> None:
    frame = Machine(lambda: 1).frame
    assert isinstance(frame, Frame)
    ref = weakref.ref(frame)
    del frame
    assert ref() is None


# -- finalisation


@pytest.mark.xfail(
    sys.version_info < (3, 14),
    reason="a list frees its items from the end, CPython a frame's from the start",
)
def test_locals_go_in_order() -> None:
    def inner(log: list[str]) -> str:
        first, second = Noted("first", log), Noted("second", log)
        return first.name + second.name

    def program() -> object:
        log: list[str] = []
        inner(log)
        return log

    assert_alike(program)


def test_locals_go_when_the_function_ends() -> None:
    def inner(log: list[str]) -> str:
        noted = Noted("local", log)
        log.append("end")
        return noted.name

    def program() -> object:
        log: list[str] = []
        inner(log)
        log.append("after")
        return log

    assert_alike(program)


def test_temporaries_go_at_once() -> None:
    def program() -> object:
        log: list[str] = []
        Noted("alone", log)
        log.append("1")
        _ = Noted("named", log).name
        log.append("2")
        [Noted("in a list", log), log.append("in it")]
        log.append("3")
        x = Noted("rebound", log)
        x = None  # type: ignore[assignment]
        log.append("4")
        y = Noted("deleted", log)
        del y
        log.append("5")
        len([Noted("argument", log)])
        log.append("6")
        for z in [Noted("looped", log), Noted("looped, too", log)]:
            log.append(z.name)
        del z
        log.append("7")
        return log, x

    assert_alike(program)


def test_a_suspended_generator_is_closed_when_it_goes() -> None:
    def program() -> object:
        log: list[str] = []
        gen = waiting(log)
        next(gen)
        log.append("before")
        del gen
        log.append("after")
        fresh = waiting(log, "fresh")
        del fresh
        log.append("end")
        return log

    assert_alike(program)
    assert program() == ["before", "gen closed", "gen's local", "after", "end"]


def test_a_loop_that_is_left_closes_its_generator() -> None:
    def program() -> object:
        log: list[str] = []
        for _ in waiting(log):
            break
        log.append("after")
        next(iter(waiting(log, "dropped")))
        log.append("end")
        return log

    assert_alike(program)


def test_an_exception_lets_go_of_its_frames() -> None:
    def fails(log: list[str]) -> None:
        noted = Noted("failing", log)
        raise LookupError(noted.name)

    def program() -> object:
        log: list[str] = []
        try:
            fails(log)
        except LookupError:
            log.append("caught")
        log.append("after")
        return log

    assert_alike(program)


def test_cycles_are_collected() -> None:
    def program() -> object:
        log: list[str] = []

        def cyclic(box: list[Any]) -> Generator[None, None, None]:
            noted = Noted("cycle", log)  # noqa: F841
            yield

        box: list[Any] = []
        gen = cyclic(box)
        box.append(gen)
        next(gen)
        del gen, box
        gc.collect()
        return len(log)

    assert_alike(program)


def test_what_fails_while_it_is_finalised(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda what: seen.append(repr(what.exc_value)))

    def failing() -> Generator[None, None, None]:
        try:
            yield
        finally:
            raise LookupError("at the end")

    def program() -> None:
        gen = failing()
        next(gen)
        del gen

    on_machine(program)
    assert seen == ["LookupError('at the end')"]


def test_a_machine_lets_go_of_a_program_that_it_does_not_finish() -> None:
    log: list[str] = []

    def program() -> None:
        noted = Noted("local", log)  # noqa: F841
        gen = waiting(log)
        next(gen)
        while True:
            pass

    machine = Machine(program)
    for _ in range(200):
        machine.step()
    assert log == []
    del machine
    gc.collect()
    assert sorted(log) == ["gen closed", "gen's local", "local"]


# -- nothing is kept


def calls() -> object:
    def add(*args: int, **more: int) -> int:
        return sum(args) + len(more)

    return [add(1, 2, x=3) for _ in range(3)], {str(x) for x in range(3)}


def raises() -> object:
    def deep(n: int) -> int:
        return deep(n - 1) if n else 1 // n

    try:
        deep(5)
    except ZeroDivisionError as error:
        with contextlib.suppress(LookupError):
            raise LookupError from error
    return None


def generates() -> object:
    def inner() -> Generator[int, int, str]:
        got = yield 1
        try:
            yield got
        finally:
            pass
        return "x"

    def outer() -> Generator[int, int, str]:
        return (yield from inner())

    left = outer()
    next(left)
    with contextlib.suppress(KeyError):
        left.throw(KeyError)
    return list(outer()), next(outer())


def awaits() -> object:
    async def level(n: int) -> int:
        return await level(n - 1) if n else 0

    async def agen() -> Any:
        for i in range(3):
            yield i

    async def main() -> object:
        return [x async for x in agen()], await level(3)

    try:
        main().send(None)
    except StopIteration as stop:
        return stop.value
    return None


def classes() -> object:
    class Meta(type):
        pass

    class Made(metaclass=Meta):
        def __init__(self) -> None:
            self.me = self

    return Made() is None


@pytest.mark.parametrize("program", [calls, raises, generates, awaits, classes])
@pytest.mark.parametrize("way", ["run", "step"])
def test_many_runs_leave_nothing(way: str, program: Callable[[], object]) -> None:
    times = 250 if way == "run" else 50  # in each of five rounds

    def runs() -> None:
        for _ in range(times):
            machine = Machine(program)
            if way == "run":
                machine.run()
            else:
                while machine.step():
                    pass

    def state() -> tuple[int, int]:
        gc.collect()
        return len(gc.get_objects()), tracemalloc.get_traced_memory()[0]

    runs()
    tracemalloc.start()
    try:
        states = []
        for _ in range(4):
            runs()
            states.append(state())
    finally:
        tracemalloc.stop()
    grown = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(states)]
    # The host's own tables grow by leaps; what a run keeps shows every time.
    assert min(objects for objects, _ in grown) < times / 10
    assert min(memory for _, memory in grown) < times * 8


def test_code_made_without_end_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Translations are kept by code object, but not more than so many of them."""
    monkeypatch.setattr(translation, "_LIMIT", 20)
    enter = policy.program()
    monkeypatch.setattr(policy, "_LIMIT", 20)

    def objects_after(runs: int) -> int:
        for _ in range(runs):
            machine_of("def f(x):\n  return [y for y in x]\nz = f((1, 2))\n", enter=enter)[0].run()
        gc.collect()
        return len(gc.get_objects())

    before = objects_after(40)
    assert objects_after(200) - before < 20 * 60
