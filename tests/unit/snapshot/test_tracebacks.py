"""Tracebacks survive to the letter."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType
from typing import Any

from stillframe import freeze, thaw


def fails(depth: int) -> Any:
    if depth:
        return [fails(depth - 1),
                0]  # fmt: skip
    return {"a": 1}["a"]["b"]  # type: ignore[index]


def caught(depth: int = 3) -> BaseException:
    try:
        try:
            fails(depth)
        except TypeError as error:
            raise ValueError("second") from error
    except ValueError as error:
        error.add_note("a note")
        return error
    raise AssertionError


def text(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def test_it_prints_as_before() -> None:
    error = caught()
    again = thaw(freeze(error))
    assert text(again) == text(error)
    assert "^" in text(again)
    assert text(thaw(freeze(again))) == text(error)


def test_exec_code_and_groups() -> None:
    try:
        exec(compile("\n\n1 / 0", "<made>", "exec"), {})
    except ZeroDivisionError as error:
        group = ExceptionGroup("g", [error, caught()])
    again = thaw(freeze(group))
    assert text(again) == text(group)


def test_raised_again_it_grows_as_it_would_have() -> None:
    def raised(error: BaseException) -> str:
        try:
            raise error
        except BaseException as again:
            return text(again)

    error = caught()
    copy = thaw(freeze(error))
    assert raised(copy) == raised(error)


def test_a_deep_one() -> None:
    error = caught(600)
    again = thaw(freeze(error))

    def length(entry: TracebackType | None) -> int:
        count = 0
        while entry is not None:
            entry, count = entry.tb_next, count + 1
        return count

    assert again.__cause__ is not None
    assert length(again.__cause__.__traceback__) == length(error.__cause__.__traceback__) > 600  # type: ignore[union-attr]


def suspended() -> Any:
    try:
        fails(1)
    except TypeError:
        yield text(sys.exc_info()[1])  # type: ignore[arg-type]
        yield text(sys.exc_info()[1])  # type: ignore[arg-type]
        raise


def test_of_the_exception_that_a_frame_handles() -> None:
    generator = suspended()
    before = next(generator)
    assert next(thaw(freeze(generator))) == before
    generator.close()


def test_its_frames() -> None:
    again = thaw(freeze(caught(0)))
    entry = again.__traceback__
    assert entry is not None
    assert entry.tb_frame.f_code.co_name == "caught"
    assert entry.tb_frame.f_lineno == entry.tb_lineno
    assert entry.tb_frame.f_globals["__name__"] == __name__
