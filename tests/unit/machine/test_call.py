"""Calls: how arguments are bound, and that every error is CPython's own."""

import functools
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from stillframe.machine import NULL
from stillframe.machine.call import bind
from stillframe.machine.translation import translate
from unit.machine.guests import assert_alike, native, on_machine, outcome


def none() -> object:
    return locals()


def positional(a: int, b: int) -> object:
    return dict(locals())


def defaults(a: int, b: int = 2, c: int = 3) -> object:
    return dict(locals())


def positional_only(a: int, b: int = 2, /, c: int = 3) -> object:
    return dict(locals())


def keyword_only(*, a: int, b: int = 2) -> object:
    return dict(locals())


def gathering(a: int, *rest: int, b: int = 2, **more: int) -> object:
    return dict(locals())


def name_taken(a: int, /, **more: int) -> object:
    return dict(locals())


def everything(
    a: int, b: int = 2, /, c: int = 3, *rest: int, d: int, e: int = 5, **m: int
) -> object:
    return dict(locals())


FUNCTIONS = [
    none,
    positional,
    defaults,
    positional_only,
    keyword_only,
    gathering,
    name_taken,
    everything,
]

ARGUMENTS = [
    (args, dict(zip(names, range(10, 20), strict=False)))
    for args in [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4, 5)]
    for size in range(3)
    for names in itertools.combinations(("a", "b", "d", "z"), size)
]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_binding(function: Callable[..., Any]) -> None:
    """Every combination binds as CPython binds it, or fails with CPython's words."""
    translation = translate(function.__code__)
    wrong = 0
    for args, kwargs in ARGUMENTS:
        expected = outcome(function, *args, **kwargs)
        fast = bind(function, translation, args, kwargs)  # type: ignore[arg-type]
        assert (fast is None) == (expected[0] == "TypeError"), (args, kwargs, expected)
        wrong += fast is None
        if fast is not None:
            names = function.__code__.co_varnames
            assert dict(zip(names, fast, strict=False)) == expected[1]
            assert NULL not in fast[: len(expected[1])]

        def program(args: Any = args, kwargs: Any = kwargs) -> object:
            return function(*args, **kwargs)

        assert outcome(on_machine, program) == expected
    assert wrong  # both ways were tried


def test_errors_name_what_cpython_names() -> None:
    class Owner:
        def method(self, a: int) -> int:
            return a

        def __init__(self, *, size: int = 0) -> None:
            self.size = size

        def __call__(self, value: int) -> int:
            return value

    missing = None
    calls: list[Callable[[], Any]] = [
        lambda: Owner().method(),  # type: ignore[call-arg]
        lambda: Owner().method(1, 2),  # type: ignore[call-arg]
        lambda: Owner.method(),  # type: ignore[call-arg]
        lambda: Owner(1),  # type: ignore[misc]
        lambda: Owner(colour=1),  # type: ignore[call-arg]
        lambda: Owner()(),  # type: ignore[call-arg]
        lambda: Owner()(value=1, other=2),  # type: ignore[call-arg]
        lambda: (lambda x: x)(),  # type: ignore[call-arg, misc]
        lambda: positional(*[1, 2, 3]),  # type: ignore[call-arg]
        lambda: positional(**{"a": 1, "q": 2}),
        lambda: positional(1, **{"a": 1}),
        lambda: positional(*7),  # type: ignore[misc]
        lambda: positional(**7),  # type: ignore[arg-type]
        lambda: positional(**{1: 2}),  # type: ignore[misc]
        lambda: positional(b=1, **{"b": 1}),  # type: ignore[misc]
        lambda: len(),  # type: ignore[call-arg]
        lambda: missing(),  # type: ignore[misc]
        lambda: object()(),  # type: ignore[operator]
    ]
    for call in calls:
        assert outcome(call)[0] == "TypeError"
        assert_alike(call)


def test_what_can_be_called() -> None:
    class Base:
        def __init__(self, value: int) -> None:
            self.value = value

        @classmethod
        def make(cls, value: int) -> "Base":
            return cls(value)

        @staticmethod
        def double(value: int) -> int:
            return 2 * value

        @property
        def twice(self) -> int:
            return self.double(self.value)

        def __call__(self, value: int) -> int:
            return self.value + value

    class Made(Base):
        def __new__(cls, value: int) -> "Made":
            made = super().__new__(cls)
            made.early = value  # type: ignore[attr-defined]
            return made

    def program() -> object:
        base, made = Base.make(1), Made(2)
        calls = {"f": base, "g": functools.partial(base, 5), "h": made.double}
        return (
            base.twice,
            base(3),
            made.early,  # type: ignore[attr-defined]
            made.value,
            calls["f"](4),
            calls["g"](),  # type: ignore[call-arg]
            calls["h"](8),
            Base.__call__(base, 1),
            vars(Base)["__call__"](base, 2),
            (lambda *a, **k: (a, k))(1, *[2], x=3, **{"y": 4}),
            max([3, 1, 2], key=lambda x: -x),
            sorted("bca", key=ord),
        )

    assert_alike(program)


def test_init_must_return_none() -> None:
    class Wrong:
        def __init__(self) -> None:
            return 7  # type: ignore[return-value]

    def program() -> object:
        return Wrong()

    assert_alike(program)
    assert outcome(program)[1] == "__init__() should return None, not 'int'"


def test_new_that_makes_another_kind_skips_init() -> None:
    log: list[str] = []

    class Odd:
        def __new__(cls) -> int:  # type: ignore[misc]
            log.append("new")
            return 7

        def __init__(self) -> None:
            log.append("init")

    assert on_machine(lambda: Odd()) == 7
    assert log == ["new"]


def test_mutable_defaults_are_the_functions_own() -> None:
    def keep(value: int, kept: list[int] = []) -> list[int]:  # noqa: B006
        kept.append(value)
        return kept

    assert on_machine(lambda: (keep(1), keep(2))[1]) is keep.__defaults__[0]
    assert keep(3) == [1, 2, 3]


def test_a_function_of_a_library_runs_natively() -> None:
    @native
    def library(callback: Callable[[int], int]) -> list[int]:
        return [callback(x) for x in range(3)]

    def program() -> list[int]:
        return library(lambda x: x + 1)

    assert_alike(program)
