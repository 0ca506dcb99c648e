"""Exceptions through frames: handlers, what leaves a generator, contexts, bare raises."""

import sys
from collections.abc import Callable, Generator
from typing import Any

import pytest

from stillframe.machine import Machine
from unit.machine.guests import assert_alike, outcome


def nested_handlers() -> object:
    log: list[object] = []
    for error in (KeyError, ValueError, TypeError):
        try:
            try:
                try:
                    raise error("first")
                except KeyError:
                    log.append("key")
                    raise ValueError("second") from None
                finally:
                    log.append("inner finally")
            except ValueError as caught:
                log.append((str(caught), caught.__context__, caught.__suppress_context__))
            else:
                log.append("never")
        except TypeError:
            log.append("type")
        finally:
            log.append("outer finally")
    return [str(entry) for entry in log]


def finally_wins() -> object:
    def replaced() -> str:
        try:
            try:
                raise KeyError
            finally:
                raise ValueError("of the finally")
        except ValueError as error:
            return f"{error} {error.__context__!r}"

    def continues() -> list[int]:
        seen = []
        for i in range(3):
            try:
                1 / i if i < 2 else None
                seen.append(i)
            except ZeroDivisionError:
                continue
            finally:
                seen.append(10 + i)
        return seen

    return replaced(), continues()


def bare_raise() -> object:
    def again() -> None:
        raise

    seen = []
    try:
        again()
    except RuntimeError as error:
        seen.append(str(error))
    try:
        try:
            raise KeyError("k")
        except KeyError:
            again()
    except KeyError as error:
        seen.append(repr(error))
    return seen


def contexts() -> object:
    def chain(error: BaseException | None) -> list[str]:
        return [] if error is None else [repr(error), *chain(error.__context__)]

    try:
        try:
            raise KeyError(1)
        except KeyError:
            try:
                raise ValueError(2)
            except ValueError:
                raise TypeError(3)  # noqa: B904
    except TypeError as error:
        found = chain(error)
    try:
        raise LookupError(4) from OSError(5)
    except LookupError as error:
        return found, repr(error.__cause__), error.__suppress_context__
    return None


def with_blocks() -> object:
    log: list[str] = []

    class Manager:
        def __init__(self, name: str, swallow: bool = False) -> None:
            self.name, self.swallow = name, swallow

        def __enter__(self) -> str:
            log.append(f"enter {self.name}")
            if self.name == "bad":
                raise LookupError("enter")
            return self.name

        def __exit__(self, *what: Any) -> bool:
            log.append(f"exit {self.name} {what[0] and what[0].__name__}")
            return self.swallow

    with Manager("a"), Manager("b", swallow=True) as b:
        log.append(b)
        raise KeyError
    try:
        with Manager("c"), Manager("bad"):
            log.append("never")
    except LookupError as error:
        log.append(str(error))
    for _ in range(2):
        with Manager("d"):
            continue
    with Manager("e", swallow=True):
        sys.exit(3)
    return log


def groups() -> object:
    log: list[object] = []

    def raises() -> None:
        raise ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [KeyError(2), OSError(3)])])

    try:
        try:
            raises()
        except* ValueError as error:
            log.append(repr(error.exceptions))
        except* KeyError as error:
            log.append(repr(error))
            raise LookupError("from a clause")  # noqa: B904
    except ExceptionGroup as error:
        log.append((str(error), repr(error.exceptions)))
    try:
        raise OSError(4)
    except* OSError as error:
        log.append(repr(error))
    return log


def through_generators() -> object:
    log: list[str] = []

    def inner() -> Generator[int, None, None]:
        try:
            yield 1
            raise KeyError("inner")
        finally:
            log.append("inner")

    def outer() -> Generator[int, None, None]:
        try:
            yield from inner()
        except KeyError as error:
            log.append(repr(error))
            yield 2
            raise

    gen = outer()
    found = [next(gen), next(gen)]
    try:
        next(gen)
    except KeyError as error:
        log.append(f"out {error!r}")
    return found, log, list(gen)


def reraised_by_hand() -> object:
    saved: list[BaseException] = []
    try:
        raise KeyError("kept")
    except KeyError as error:
        saved.append(error)
    lines = []
    for _ in range(2):
        try:
            raise saved[0]
        except KeyError as error:
            at, count = error.__traceback__, 0
            while at is not None:
                at, count = at.tb_next, count + 1
            lines.append(count)
    return lines


def not_exceptions() -> object:
    seen = []
    for wrong in (7, "text", object, None):
        try:
            raise wrong  # type: ignore[misc]
        except TypeError as error:
            seen.append(str(error))
    try:
        raise KeyError from 7  # type: ignore[misc]
    except TypeError as error:
        seen.append(str(error))
    try:
        try:
            raise KeyError
        except 7:  # type: ignore[misc]  # noqa: B030
            pass
    except TypeError as error:
        seen.append((str(error), type(error.__context__).__name__))
    return seen


def names_unbound_after() -> object:
    try:
        raise KeyError
    except KeyError as error:
        kept = error
    try:
        return error  # noqa: F821
    except UnboundLocalError as unbound:
        return str(unbound), type(kept).__name__


PROGRAMS = [
    nested_handlers,
    finally_wins,
    bare_raise,
    contexts,
    with_blocks,
    groups,
    through_generators,
    reraised_by_hand,
    not_exceptions,
    names_unbound_after,
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_as_cpython(program: Callable[[], object]) -> None:
    assert outcome(program)[0] == "value"
    assert_alike(program)


@pytest.mark.parametrize("program", [contexts, through_generators, with_blocks])
def test_while_the_host_handles_an_exception_of_its_own(program: Callable[[], object]) -> None:
    """It shows through as CPython's callers' do, and is as it was afterwards."""
    expected: object = None
    for run in (program, Machine(program).run):
        try:
            raise LookupError("host's")
        except LookupError as error:
            found = run()
            assert sys.exc_info()[1] is error
            assert error.__context__ is None
        if run is program:
            expected = found
    assert found == expected


@pytest.mark.parametrize("ending", [SystemExit(3), KeyboardInterrupt(), GeneratorExit()])
def test_any_exception_leaves(ending: BaseException) -> None:
    def program() -> None:
        raise ending

    with pytest.raises(type(ending)) as caught:
        Machine(program).run()
    assert caught.value is ending
