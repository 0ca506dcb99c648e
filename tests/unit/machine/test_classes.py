"""The class statement: metaclasses, namespaces, cells; errors are CPython's."""

from collections.abc import Callable
from typing import Any

import pytest

from stillframe.machine import Machine
from unit.machine.guests import assert_alike, outcome


def metaclasses() -> object:
    log: list[object] = []

    class Namespace(dict[str, Any]):
        def __setitem__(self, key: str, value: Any) -> None:
            log.append(key)
            super().__setitem__(key, value)

    class Meta(type):
        @classmethod
        def __prepare__(cls, name: str, bases: Any, **more: Any) -> Any:
            log.append(("prepare", name, more))
            return Namespace()

        def __new__(cls, name: str, bases: Any, namespace: Any, **more: Any) -> Any:
            log.append(("new", name, sorted(more)))
            return super().__new__(cls, name, bases, dict(namespace))

        def __init__(cls, name: str, bases: Any, namespace: Any, **more: Any) -> None:
            log.append(("init", name))
            super().__init__(name, bases, namespace)

        def __call__(cls, *args: Any) -> Any:
            log.append("call")
            return super().__call__(*args)

    class Made(metaclass=Meta, extra=1):
        x = 1

        def who(self) -> str:
            return __class__.__name__  # type: ignore[name-defined]

    class Under(Made, extra=2):
        pass

    plain = [entry for entry in log if entry not in ("__firstlineno__", "__static_attributes__")]
    return plain, Made().who(), type(Under).__name__


def hooks() -> object:
    log: list[object] = []

    class Descriptor:
        def __set_name__(self, owner: type, name: str) -> None:
            log.append((owner.__name__, name))

    class Base:
        def __init_subclass__(cls, tag: str = "none", **more: Any) -> None:
            super().__init_subclass__(**more)
            log.append((cls.__name__, tag))

    class Sub(Base, tag="t"):
        d = Descriptor()

    class Entries:
        def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
            return (Sub,)

    class Odd(Entries()):  # type: ignore[misc]
        pass

    return log, Odd.__mro__[1].__name__, type(Odd.__orig_bases__[0]).__name__


def bodies() -> object:
    x = "outer"

    class Body:
        y = x
        z = list(y + x)  # noqa: RUF012
        for i in range(3):
            z.append(str(i))
        del i

        def method(self) -> str:
            return x

        class Inner:
            name = __qualname__  # type: ignore[name-defined]

    return Body.y, Body.z, hasattr(Body, "i"), Body().method(), Body.Inner.name, Body.__module__


def function_as_metaclass() -> object:
    def make(name: str, bases: Any, namespace: Any) -> object:
        return name, bases, namespace.get("x")

    class Made(metaclass=make):  # type: ignore[metaclass]
        x = 5

    return Made


def errors() -> object:
    class MetaA(type): ...

    class MetaB(type): ...

    class A(metaclass=MetaA): ...

    class B(metaclass=MetaB): ...

    class Greedy(type):
        def __new__(cls, name: str, bases: Any, namespace: Any) -> Any:
            namespace.pop("__classcell__", None)
            return super().__new__(cls, name, bases, namespace)

    class BadPrepare(type):
        @classmethod
        def __prepare__(cls, *args: Any) -> Any:
            return 7

    class BadEntries:
        def __mro_entries__(self, bases: Any) -> Any:
            return 7

    def conflict() -> None:
        class C(A, B): ...  # type: ignore[misc]

    def lost_cell() -> None:
        class C(metaclass=Greedy):
            def method(self) -> object:
                return __class__  # type: ignore[name-defined]

    def no_mapping() -> None:
        class C(metaclass=BadPrepare): ...

    def no_tuple() -> None:
        class C(BadEntries()): ...  # type: ignore[misc]

    def no_base() -> None:
        class C(7): ...  # type: ignore[misc]

    def twice() -> None:
        class C(A, A): ...  # type: ignore[misc]

    def unknown_keyword() -> None:
        class C(colour=1): ...  # type: ignore[call-arg]

    def in_the_body() -> None:
        class C:
            1 / 0  # noqa: B018

    def slots() -> None:
        class C:
            __slots__ = ("x",)
            x = 1

    return [
        outcome(wrong)
        for wrong in (
            conflict,
            lost_cell,
            no_mapping,
            no_tuple,
            no_base,
            twice,
            unknown_keyword,
            in_the_body,
            slots,
        )
    ]


PROGRAMS = [metaclasses, hooks, bodies, function_as_metaclass, errors]


@pytest.mark.parametrize("program", PROGRAMS)
def test_as_cpython(program: Callable[[], object]) -> None:
    assert outcome(program)[0] == "value"
    assert_alike(program)


def test_every_error_is_one() -> None:
    assert "value" not in [kind for kind, _ in errors()]  # type: ignore[union-attr]


def test_a_class_body_opens_a_frame() -> None:
    def program() -> type:
        class Body:
            x = 1

        return Body

    machine = Machine(program)
    names = set()
    while machine.frame is not None:
        names.add(machine.frame.code.name)
        machine.step()
    assert names == {"program", "Body"}
