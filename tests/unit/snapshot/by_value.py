"""A program whose functions and classes go by value, as those of `__main__` do.

    python by_value.py FILE

writes for each case its name, what its probe says here, and the case with its probe, frozen.
"""

from __future__ import annotations

import abc
import collections
import dataclasses
import enum
import functools
import pickle
import sys
import types
import typing
import weakref
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

import stillframe

T = TypeVar("T")
CASES: dict[str, tuple[Any, Callable[[Any], Any]]] = {}


def annotated(a: int, *b: str, c: float = 1.0) -> list[int]:
    "doc"
    return [a]


annotated.extra = 5  # type: ignore[attr-defined]
CASES["function"] = (
    annotated,
    lambda f: (f.__annotations__, f.__doc__, f.extra, f.__kwdefaults__, f.__qualname__, f(3)),
)
# Without the import above, so that annotations are evaluated, by 3.14 when they are asked for.
EVALUATED = "def evaluated(a: int, b: 'str') -> list[int]: return a\n"
PARAMETERS = """
def parameters[A: int, *B, **C](a: A) -> A: return a
class Parametrised[A]:
    y: int = 1
    def m(self, x: A) -> A: return x
type Alias = list[int]
"""
exec(compile(EVALUATED, "<evaluated>", "exec", dont_inherit=True))
CASES["evaluated annotations"] = globals()["evaluated"], lambda f: f.__annotations__
if sys.version_info >= (3, 12):
    exec(compile(PARAMETERS, "<parameters>", "exec", dont_inherit=True))
    CASES["type parameters"] = (
        globals()["parameters"],
        lambda f: (f.__type_params__, f.__type_params__[0].__bound__, f.__annotations__, f(3)),
    )
    CASES["class with type parameters"] = (
        globals()["Parametrised"],
        lambda c: (c.__type_params__, c[int], c.m.__annotations__, c.__annotations__, c().m(1)),
    )
    CASES["type alias"] = globals()["Alias"], lambda a: (a, a.__value__)


@functools.lru_cache(maxsize=7)
def cached(x: int) -> int:
    return x + 1


CASES["lru_cache"] = (
    cached,
    lambda f: (f(1), f.cache_parameters(), f.__wrapped__(3), f.__name__),
)


@functools.lru_cache
def fibonacci(n: int) -> int:
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


CASES["recursive lru_cache"] = fibonacci, lambda f: (f(50), f.cache_info().currsize)


@functools.singledispatch
def dispatched(x: object) -> str:
    return "object"


@dispatched.register
def _(x: int) -> str:
    return "int"


CASES["singledispatch"] = dispatched, lambda f: (f(1), f(""), len(f.registry))


@functools.wraps(annotated)
def wrapped(*args: Any) -> Any:
    return annotated(*args)


CASES["wraps"] = wrapped, lambda f: (f(1), f.__wrapped__(2), f.__annotations__)
CASES["partial"] = functools.partial(annotated, 1), lambda f: (f(), f.func.__name__)


def closures() -> Any:
    n = 0

    def increase() -> int:
        nonlocal n
        n += 1
        return n

    return increase, lambda: n


CASES["shared cells"] = closures(), lambda pair: (pair[0](), pair[1]())


@dataclasses.dataclass(slots=True, order=True)
class Slotted:
    x: int
    y: list[int] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class Frozen:
    x: int = 3


CASES["dataclass"] = (
    (Slotted(1, [2]), Frozen()),
    lambda p: (p, dataclasses.asdict(p[0]), dataclasses.replace(p[0], x=2), {p[1]: 1}),
)


class Colour(enum.Enum):
    RED = 1
    BLUE = 2

    def lower(self) -> str:
        return self.name.lower()


class Access(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()


CASES["enum"] = (
    [Colour.RED, Colour],
    lambda p: (p[0] is p[1].RED, p[0].lower(), list(p[1]), p[1](2)),
)
CASES["flag"] = Access.READ | Access.WRITE, lambda v: (v, v & type(v).READ)


class Pair(NamedTuple):
    a: int
    b: str = "x"

    def both(self) -> tuple[int, str]:
        return self.a, self.b


CASES["NamedTuple"] = Pair(1), lambda p: (p, p.both(), p._replace(b="y"), p._fields)


class Base(abc.ABC):
    @abc.abstractmethod
    def method(self) -> Any: ...

    @property
    def value(self) -> int:
        return 5

    @classmethod
    def of_class(cls) -> str:
        return cls.__name__

    @staticmethod
    def of_none() -> int:
        return 7


class Derived(Base):
    def method(self) -> Any:
        return super().method(), __class__.__name__  # type: ignore[name-defined,safe-super]


Base.register(int)
CASES["ABC"] = (
    (Derived(), Base),
    lambda p: (
        p[0].method(),
        (p[0].value, p[0].of_class(), p[0].of_none()),
        (isinstance(p[0], p[1]), isinstance(3, p[1]), p[1].__abstractmethods__),
    ),
)


class Box(Generic[T]):
    def __init__(self, x: T) -> None:
        self.x = x


CASES["Generic"] = (
    [Box(1), Box[int]],
    lambda p: (p[0].x, p[1], type(p[0]) is p[1].__origin__, p[0].__parameters__),
)


class Meta(type):
    options: Any

    def __new__(mcs, name: str, bases: Any, body: Any, **options: Any) -> Any:
        made = super().__new__(mcs, name, bases, body)
        made.options = options
        return made


class Made(metaclass=Meta, option=3):
    pass


CASES["metaclass"] = Made, lambda c: (c.options, type(c).__name__, type(c()) is c)


class Named:
    def __set_name__(self, owner: Any, name: str) -> None:
        self.name = name

    def __get__(self, obj: Any, owner: Any = None) -> Any:
        return self.name, obj is None


class Descriptors:
    own = Named()

    @functools.cached_property
    def cached(self) -> int:
        return 9

    def base(self, a: int, b: int) -> tuple[int, int]:
        return a, b

    partial = functools.partialmethod(base, 1)

    @functools.singledispatchmethod
    def dispatched(self, x: Any) -> str:
        return "object"

    @dispatched.register
    def _(self, x: int) -> str:
        return "int"


CASES["descriptors"] = (
    Descriptors(),
    lambda d: (d.own, d.cached, d.partial(2), d.dispatched(1), d.dispatched("")),
)


class Failed(Exception):
    def __init__(self, what: str, *, code: int) -> None:
        super().__init__(f"failed: {what}")
        self.code = code


def failed() -> Exception:
    try:
        try:
            raise KeyError("first")
        except KeyError as error:
            raise Failed("x", code=3) from error
    except Failed as error:
        error.add_note("note")
        return error


class Group(ExceptionGroup):  # type: ignore[type-arg]
    def derive(self, errors: Any) -> Any:
        return Group(self.message, errors)


CASES["exception"] = (
    failed(),
    lambda e: (repr(e), e.code, e.__notes__, repr(e.__cause__), e.__traceback__.tb_lineno),
)
CASES["exception group"] = (
    Group("group", [failed(), ValueError(1)]),
    lambda g: (repr(g), g.exceptions[0].code, type(g.split(ValueError)[0]).__name__),
)


class Kept:
    pass


kept = Kept()


def weak(p: Any) -> Any:
    held, ref, dead, by_key, by_value, some = p
    return ref() is held, dead(), by_key[held], by_value["k"] is held, held in some, len(some)


CASES["weak references"] = (
    (
        kept,
        weakref.ref(kept),
        weakref.ref(Kept()),
        weakref.WeakKeyDictionary({kept: 1}),
        weakref.WeakValueDictionary({"k": kept}),
        weakref.WeakSet([kept]),
    ),
    weak,
)


class Sub(Derived):
    def walk(self) -> Any:
        above = super()
        yield 1
        yield above.method()


walk = Sub().walk()
next(walk)
CASES["super object"] = walk, lambda g: list(g)
CASES["mappingproxy"] = types.MappingProxyType({"a": 1}), lambda m: (type(m).__name__, m["a"])
CASES["SimpleNamespace"] = types.SimpleNamespace(a=1), lambda m: m
CASES["memoryview"] = (
    [buffer := bytearray(b"abcd"), memoryview(buffer), memoryview(buffer)[1:].toreadonly()],
    lambda p: (p[1].__setitem__(0, 120), p[0], p[2].tobytes(), p[2].readonly, p[1].readonly),
)
CASES["defaultdict"] = collections.defaultdict(lambda: Kept.__name__), lambda d: d[1]


class Movie(typing.TypedDict):
    year: int


CASES["TypedDict"] = Movie, lambda t: (t(year=1), t.__required_keys__)


if __name__ == "__main__":
    frozen = {name: stillframe.freeze(case) for name, case in CASES.items()}  # probes change things
    rows = [(name, str(probe(obj)), frozen[name]) for name, (obj, probe) in CASES.items()]
    with open(sys.argv[1], "wb") as file:
        pickle.dump(rows, file)
