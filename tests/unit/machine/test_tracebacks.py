"""Tracebacks: the program's own entries, lines and carets; nothing of ours."""

import functools
import inspect
import operator
import sys
import traceback
from collections.abc import Callable, Generator
from typing import Any

import pytest

from stillframe.machine import Machine
from stillframe.machine.tracebacks import is_ours, scrub
from unit.machine.guests import machine_of, native, on_machine, stepped


def raised(function: Callable[..., Any], *args: Any) -> BaseException:
    try:
        function(*args)
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def fail(where: int) -> int:
    return 1 // where


def middle(where: int) -> int:
    local = "seen"
    return fail(where) + len(local)


def outer() -> int:
    return middle(0)


def delegating() -> Generator[int, None, None]:
    yield 1
    yield middle(0)


def driving() -> list[int]:
    return [x for x in delegating()]  # noqa: C416


def chained() -> None:
    try:
        outer()
    except ZeroDivisionError as error:
        raise LookupError("second") from error


def in_context() -> None:
    try:
        outer()
    finally:
        raise LookupError("second")


def again() -> None:
    try:
        outer()
    except ZeroDivisionError:
        raise


def through_native() -> list[int]:
    return list(map(fail, [1, 0]))


def grouped() -> None:
    try:
        raise ExceptionGroup("g", [ValueError(1), raised(outer)])  # type: ignore[list-item]
    except* ValueError:
        outer()


@native
def library(callback: Callable[[], int]) -> int:
    return callback()


def through_library() -> int:
    return library(outer)


FAILING = [outer, driving, chained, in_context, again, through_native, through_library, grouped]


@pytest.mark.parametrize("function", FAILING)
@pytest.mark.parametrize("engine", [on_machine, stepped])
def test_the_text_is_cpythons(engine: Callable[..., Any], function: Callable[..., Any]) -> None:
    expected = from_guest(raised(function), function)
    found = from_guest(raised(engine, function), function)
    assert "".join(traceback.format_exception(found)) == "".join(
        traceback.format_exception(expected)
    )


def from_guest(error: BaseException, function: Callable[..., Any]) -> BaseException:
    """Without the entries of who started the machine: those before the guest's first."""
    at = error.__traceback__
    while at is not None and at.tb_frame.f_code.co_name != function.__name__:
        at = at.tb_next
    error.__traceback__ = at
    return error


@pytest.mark.parametrize("function", FAILING)
def test_no_entry_is_ours(function: Callable[..., Any]) -> None:
    error = raised(Machine(function).run)
    todo: list[BaseException | None] = [from_guest(error, function)]
    seen = 0
    while todo:
        one = todo.pop()
        if one is None:
            continue
        todo += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]
        for frame, _ in traceback.walk_tb(one.__traceback__):
            seen += 1
            assert not is_ours(frame.f_code)
            assert "stillframe block" not in frame.f_code.co_filename
    assert seen


def test_carriers_show_locals_and_globals() -> None:
    error = raised(Machine(outer).run)
    frames = {frame.f_code.co_name: frame for frame, _ in traceback.walk_tb(error.__traceback__)}
    assert dict(frames["middle"].f_locals) == {"where": 0, "local": "seen"}
    assert dict(frames["fail"].f_locals) == {"where": 0}
    assert frames["fail"].f_globals is globals()
    assert frames["fail"].f_lineno == fail.__code__.co_firstlineno + 1
    assert frames["fail"].f_code.co_filename == __file__
    assert inspect.getframeinfo(frames["fail"]).function == "fail"


def test_a_syntax_error_of_the_guest() -> None:
    run, _ = machine_of("exec('x = = 1')")
    with pytest.raises(SyntaxError) as caught:
        run.run()
    assert caught.value.lineno == 1
    assert caught.value.filename == "<string>"


def test_an_exception_caught_has_the_guests_traceback() -> None:
    def program() -> list[tuple[str, int]]:
        try:
            outer()
        except ZeroDivisionError as error:
            return [(f.f_code.co_name, line) for f, line in traceback.walk_tb(error.__traceback__)]
        return []

    assert on_machine(program) == program()


def test_thrown_into_a_generator() -> None:
    def waiting() -> Generator[None, None, None]:
        yield

    def delegates() -> Generator[None, None, None]:
        yield from waiting()

    def program() -> list[tuple[str, int]]:
        gen = delegates()
        next(gen)
        try:
            gen.throw(KeyError)
        except KeyError as error:
            return [(f.f_code.co_name, line) for f, line in traceback.walk_tb(error.__traceback__)]
        return []

    assert on_machine(program) == program()
    assert [name for name, _ in program()] == ["program", "delegates", "waiting"]


def test_scrub_takes_ours_off_the_head_only() -> None:
    error = raised(Machine(outer).run)
    kept = scrub(error.__traceback__)
    assert kept is not None
    assert not is_ours(kept.tb_frame.f_code)
    assert scrub(None) is None


def test_the_result_can_be_asked_for_again_and_again() -> None:
    run = Machine(outer)
    lengths = set()
    for ask in (run.run, *[functools.partial(operator.attrgetter("result"), run)] * 3, run.run):
        error = from_guest(raised(ask), outer)
        lengths.add(len(list(traceback.walk_tb(error.__traceback__))))
    assert lengths == {3}


def test_the_text_of_an_uncaught_exception(capsys: pytest.CaptureFixture[str]) -> None:
    error = from_guest(raised(Machine(outer).run), outer)
    sys.excepthook(type(error), error, error.__traceback__)
    shown = capsys.readouterr().err
    assert "stillframe" not in shown.replace(__file__, "")
    assert "    return 1 // where" in shown
    assert "~~^^~~~~~" in shown
