"""The path in a refusal leads to what is refused, whatever holds it."""

from __future__ import annotations

import functools
import itertools
import multiprocessing
import subprocess
import sys
import threading
import types
import weakref
from collections import ChainMap, OrderedDict, UserList, defaultdict, deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from stillframe import NotSaveable, freeze, register, thaw
from unit.cli.processes import needs_processes


class Refused:
    def __reduce__(self) -> Any:
        raise TypeError("not this one")

    def method(self) -> None: ...

    def __repr__(self) -> str:
        return "<refused>"


def attribute(value: Any) -> Any:
    return types.SimpleNamespace(here=value)


def slots(value: Any) -> Any:
    class Slots:
        __slots__ = ("first", "second")

    made: Any = Slots()
    made.first, made.second = 1, value
    return made


def of_class(value: Any) -> Any:
    class Holder:
        held = value

    return Holder()


def a_class(value: Any) -> Any:
    return type(of_class(value))


def own_dict(value: Any) -> Any:
    class Dict(dict[str, int]):
        pass

    made: Any = Dict(a=1)
    made.extra = value
    return made


def default(value: Any) -> Any:
    def function(argument: Any = value) -> None: ...

    return function


def keyword_default(value: Any) -> Any:
    def function(*, argument: Any = value) -> None: ...

    return function


def closure(value: Any) -> Any:
    def function() -> Any:
        return value

    return function


def of_function(value: Any) -> Any:
    def function() -> None: ...

    function.held = value  # type: ignore[attr-defined]
    return function


def cause(value: Any) -> Any:
    error = ValueError("outer")
    error.__cause__ = KeyError(value)
    return error


def context(value: Any) -> Any:
    error = ValueError("outer")
    error.__context__ = KeyError(value)
    return error


def a_property(value: Any) -> Any:
    return property(closure(value))


def generator(value: Any) -> Any:
    def waits(local: Any) -> Iterator[int]:
        yield 1
        del local

    made = waits(value)
    next(made)
    return made


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda v: [0, v], "list › [1]"),
        (lambda v: (v,), "tuple › [0]"),
        (lambda v: {"k": v}, "dict › ['k']"),
        (lambda v: {v: 1}, "dict › key <refused>"),
        (lambda v: {v}, "set › element <refused>"),
        (lambda v: deque([1, v]), "collections.deque › [1]"),
        (lambda v: OrderedDict(a=v), "collections.OrderedDict › ['a']"),
        (lambda v: defaultdict(int, {1: v}), "collections.defaultdict › [1]"),
        (lambda v: ChainMap({1: v}), "collections.ChainMap › attribute 'maps' › [0] › [1]"),
        (lambda v: UserList([v]), "collections.UserList › attribute 'data' › [0]"),
        (attribute, "types.SimpleNamespace › attribute 'here'"),
        (slots, "{}.slots.<locals>.Slots › attribute 'second'"),
        (of_class, "{}.of_class.<locals>.Holder › of class of_class.<locals>.Holder › "
                   "attribute 'held'"),
        (a_class, "class of_class.<locals>.Holder › attribute 'held'"),
        (own_dict, "{}.own_dict.<locals>.Dict › attribute 'extra'"),
        (default, "function default.<locals>.function() › default"),
        (keyword_default, "function keyword_default.<locals>.function() › default"),
        (closure, "function closure.<locals>.function() › variable 'value' › cell"),
        (of_function, "function of_function.<locals>.function() › attribute 'held'"),
        (a_property, "property › its function closure.<locals>.function() › variable 'value' › "
                     "cell"),
        (lambda v: v.method, "method › its object"),
        (lambda v: functools.partial(print, v), "functools.partial › state › [1] › [0]"),
        (lambda v: iter([v]), "list_iterator › argument › [0]"),
        (lambda v: enumerate([v]), "enumerate › argument › argument › [0]"),
        (lambda v: itertools.repeat(v), "itertools.repeat › argument"),
        (lambda v: ValueError(v), "ValueError › argument"),
        (cause, "ValueError › cause › argument"),
        (context, "ValueError › context › argument"),
        (generator, "generator generator.<locals>.waits() at {file}:{line} › local 'local'"),
    ],
)  # fmt: skip
def test_path(make: Callable[[Any], Any], path: str) -> None:
    with pytest.raises(NotSaveable) as refusal:
        freeze(make(Refused()))
    line = generator.__code__.co_firstlineno + 2
    wanted = path.format(__name__, file=__file__, line=line)
    said = f"a {__name__}.Refused cannot be saved (TypeError: not this one)"
    assert str(refusal.value) == f"{wanted}: {said}"


@pytest.mark.skipif(sys.platform == "emscripten", reason="WebAssembly's own stack ends before")
def test_what_is_nested_too_deep_has_no_path() -> None:
    nested: list[Any] = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(NotSaveable, match=r"^list: objects stand within objects too deep to"):
        freeze(nested)
    while nested:
        nested = nested.pop()


def test_objects_that_pretend_to_be_others() -> None:
    class Hostile:
        def __getattribute__(self, name: str) -> Any:
            raise ZeroDivisionError(name)

        def __hash__(self) -> int:
            return 1

    for one in (weakref.proxy(Hostile), {Hostile(): Refused()}):
        with pytest.raises(NotSaveable, match="cannot be saved"):
            freeze([one])


def process() -> Any:
    return subprocess.Popen([sys.executable, "-c", ""])


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (threading.Thread, "a thread cannot be saved: start one where"),
        (ThreadPoolExecutor, "an executor cannot be saved: make one where"),
        pytest.param(
            multiprocessing.Process,
            "a child process cannot be saved: start one where",
            marks=needs_processes,
        ),
        pytest.param(
            process,
            "a child process cannot be saved: start one where",
            marks=needs_processes,
        ),
    ],
)
def test_what_belongs_to_the_process_is_refused_whole(make: Callable[[], Any], said: str) -> None:
    one = make()
    with pytest.raises(NotSaveable, match=rf"^list › \[0\]: {said}"):
        freeze([one])
    if isinstance(one, subprocess.Popen):
        one.wait()
    if isinstance(one, ThreadPoolExecutor):
        one.shutdown()


def test_unless_its_type_was_taught() -> None:
    class Worker(threading.Thread):
        pass

    worker = Worker(name="w")
    with pytest.raises(NotSaveable, match="a thread cannot be saved"):
        freeze(worker)
    register(Worker, lambda worker: worker.name, lambda name: Worker(name=name))
    assert thaw(freeze(worker)).name == "w"
