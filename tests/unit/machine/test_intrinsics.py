"""Builtins that look at their caller's frame: on the machine they see the machine's."""

import inspect
import sys
import traceback
import types
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from stillframe.machine import Frame, Machine
from unit.machine.guests import assert_alike, namespace_of, on_machine, outcome

MODULE_VALUE = "of the module"


def test_namespaces_of_a_function() -> None:
    def program(a: int, *, b: int = 2) -> object:
        unbound: int
        c = a
        seen = [sorted(locals().items()), sorted(vars().items()), sorted(dir())]
        del c
        if not a:
            unbound = 1
            print(unbound)
        return seen[0] and sorted(locals()), seen[1], seen[2], globals() is program.__globals__

    assert_alike(program, 1)


def test_namespaces_of_a_closure() -> None:
    def program() -> object:
        x, y = 1, 2

        def inner(z: int) -> object:
            before = dict(locals())
            nonlocal y
            y = 3
            return before, dict(locals()), x

        return inner(5), sorted(locals())

    assert_alike(program)


def test_writing_to_locals_follows_the_version() -> None:
    def program() -> object:
        x = 1
        locals()["x"] = 2
        first = x
        sys._getframe().f_locals["x"] = 3
        return first, x, locals()["x"]

    assert_alike(program)


def test_namespaces_of_a_module_and_a_class() -> None:
    source = """
        assert locals() is globals() is vars()
        locals()["made"] = 1
        made += 1
        class C:
            vars()["inside"] = 5
            assert "inside" in dir() and locals() is not globals()
            inside += 1
        """
    namespace = namespace_of(source)
    assert namespace["made"] == 2
    assert namespace["C"].inside == 6


@pytest.mark.parametrize("function", [globals, locals, vars, dir])
def test_with_arguments_they_are_the_builtins(function: Callable[..., Any]) -> None:
    class Some:
        def __init__(self) -> None:
            self.attribute = 1

    some = Some()
    expected = outcome(function, some)
    assert outcome(on_machine, lambda: function(some)) == expected


# -- exec and eval


def test_eval_and_exec_see_the_caller() -> None:
    def program(a: int) -> object:
        b = 2
        found: dict[str, Any] = {}
        exec("c = a + b", globals() | locals(), found)
        exec("def f(x): return x * 10", found)
        return (
            eval("a + b"),
            eval("MODULE_VALUE"),
            eval("x + 1", {"x": 1}),
            eval("x + y", {"x": 1}, {"y": 2}),
            eval(compile("a * b", "<e>", "eval")),
            found["c"],
            eval("f(a)", found, locals()),
            [eval("i") for i in range(2)],
        )

    assert_alike(program, 3)


def test_code_with_a_closure() -> None:
    def program() -> object:
        x = 1

        def inner() -> int:
            return x

        found: list[object] = []
        for arguments in ({"closure": inner.__closure__}, {}, {"closure": ()}, {"closure": 7}):
            found.append(outcome(exec, inner.__code__, **arguments))
        return found

    assert_alike(program)


WRONG: list[Callable[[], Any]] = [
    lambda: eval("1 +"),
    lambda: eval("x = 1"),
    lambda: exec("x ="),
    lambda: eval(7),  # type: ignore[arg-type]
    lambda: eval("1", 7),  # type: ignore[arg-type]
    lambda: exec("1", {}, 7),  # type: ignore[arg-type]
    lambda: eval("missing"),
    lambda: eval(),  # type: ignore[call-arg]
    lambda: exec("a\0b"),
    lambda: eval("1", {}, {}, {}),  # type: ignore[call-arg]
]


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_what_they_refuse(number: int) -> None:
    assert outcome(WRONG[number])[0] != "value"
    assert_alike(WRONG[number])


def test_exec_opens_a_frame() -> None:
    machine = Machine(lambda: exec("x = [y for y in (1, 2)]\nz = 1", {}))
    names = set()
    while machine.frame is not None:
        names.add((machine.frame.f_code.co_filename, machine.frame.code.name))
        machine.step()
    assert ("<string>", "<module>") in names


# -- super


class Base:
    def __init__(self) -> None:
        self.log = ["base"]

    @classmethod
    def make(cls) -> str:
        return f"base {cls.__name__}"

    def who(self) -> str:
        return "base"


class Left(Base):
    def __init__(self) -> None:
        super().__init__()
        self.log.append("left")

    def who(self) -> str:
        return f"left {super().who()}"


class Right(Base):
    def __init__(self) -> None:
        super().__init__()
        self.log.append("right")

    def who(self) -> str:
        return f"right {super(Right, self).who()}"  # noqa: UP008


class Both(Left, Right):
    def __init__(self) -> None:
        super().__init__()
        self.log.append("both")

    @classmethod
    def make(cls) -> str:
        return f"both {super().make()}"

    def who(self) -> str:
        me = self

        def inner() -> str:
            return str(me and super(Both, me).who())

        return f"both {inner()} {[super(Both, self).who() for _ in range(1)]}"


def test_super() -> None:
    def program() -> object:
        both = Both()
        return both.log, both.who(), Both.make()

    assert_alike(program)
    assert program()[0] == ["base", "right", "left", "both"]  # type: ignore[index]


def test_what_super_refuses() -> None:
    class Wrong:
        def deleted(self) -> object:
            del self
            return super()

        def nothing() -> object:  # type: ignore[misc]
            return super()

        def other(self) -> object:
            return super().__init__(1, 2, 3)  # type: ignore[call-arg]

    def outside(self: object) -> object:
        return super()  # type: ignore[misc]

    for function in (lambda: Wrong().deleted(), lambda: Wrong.nothing(), lambda: outside(1)):
        assert outcome(function)[0] == "RuntimeError"
        assert_alike(function)
    assert_alike(lambda: Wrong.deleted(7))
    assert_alike(lambda: Wrong().other())


# -- frames


def names_of_stack(depth: int) -> list[str]:
    return [sys._getframe(i).f_code.co_name for i in range(depth)]


def test_getframe() -> None:
    def caller() -> object:
        return names_of_stack(3), sys._getframe().f_lineno - caller.__code__.co_firstlineno

    def program() -> object:
        return caller()

    assert_alike(program)


def test_getframe_gives_the_machines_frame() -> None:
    def program() -> object:
        value = "local"
        frame = sys._getframe()
        return frame, value

    frame, _ = on_machine(program)
    assert type(frame) is Frame
    assert isinstance(frame, types.FrameType)
    assert frame.f_code is program.__code__
    assert frame.f_globals is globals()


@pytest.mark.parametrize("arguments", [(100000,), (-1,), ("x",), (1, 2)])
def test_what_getframe_refuses(arguments: tuple[Any, ...]) -> None:
    assert_alike(lambda: type(sys._getframe(*arguments)).__name__)


def test_inspect_and_traceback_see_the_guests_frames() -> None:
    def innermost() -> object:
        frame = inspect.currentframe()
        assert frame is not None
        return (
            frame.f_code.co_name,
            [info.function for info in inspect.stack()[:3]],
            [entry.name for entry in traceback.extract_stack()[-3:]],
            traceback.format_stack()[-2],
            inspect.getframeinfo(frame).lineno - innermost.__code__.co_firstlineno,
        )

    def middle() -> object:
        return innermost()

    def program() -> object:
        return middle()

    assert_alike(program)


def test_exc_info() -> None:
    def program() -> object:
        before = sys.exc_info()[0]
        try:
            raise KeyError
        except KeyError:
            during = sys.exc_info()[0]

            def inner() -> object:
                return sys.exc_info()[0]

            nested = inner()
        return before, during, nested, sys.exc_info()[0]

    assert_alike(program)


# -- warnings


def warning_at(level: int) -> None:
    warnings.warn("seen", UserWarning, stacklevel=level)


@pytest.mark.parametrize("level", [1, 2, 3, 1000])
def test_warnings_name_the_level(level: int) -> None:
    def caller() -> None:
        warning_at(level)

    def program() -> object:
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            caller()
        return [(one.filename, one.lineno, str(one.message)) for one in seen]

    assert_alike(program)


def test_a_warning_becomes_an_error() -> None:
    def program() -> object:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return outcome(warning_at, 1)

    assert_alike(program)


def test_type_shows_cpythons_types() -> None:
    def gen() -> Any:
        yield

    async def coro() -> None: ...

    async def agen() -> Any:
        yield

    def program() -> object:
        waiting = coro()
        kinds = [type(x) for x in (gen(), waiting, agen(), sys._getframe())]
        waiting.close()
        return kinds

    assert_alike(program)
