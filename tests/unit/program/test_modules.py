"""A program's own modules, saved by one process and gone on with by another."""

from __future__ import annotations

from pathlib import Path

import pytest

from unit.program.resuming import (
    interpreter,
    needs_processes,
    resume,
    save,
    unsaveable,
    write,
)

pytestmark = needs_processes

PACKAGE = {
    "app.py": """
        import tools as t
        from tools import count, counted
        from shop import basket
        from shop.basket import Basket

        names = globals()
        mine = Basket(["pear"])
        t.more()
        """,
    "tools.py": """
        import app_settings

        counted = {"calls": 0}
        number = 10


        def count():
            counted["calls"] += 1
            return counted["calls"] * number * app_settings.factor


        def more():
            global number
            number += 1
        """,
    "app_settings.py": """
        import tools  # in a circle

        factor = 2


        def number():
            return tools.number
        """,
    "shop/__init__.py": """
        from . import basket
        from .basket import Basket
        """,
    "shop/basket.py": """
        from . import prices


        class Basket:
            def __init__(self, fruits):
                self.fruits = fruits

            def price(self):
                return sum(prices.PRICES[one] for one in self.fruits)
        """,
    "shop/prices.py": "PRICES = {'pear': 3}\n",
}


def test_modules_are_one_web_again(tmp_path: Path) -> None:
    write(tmp_path, PACKAGE)
    save(tmp_path)
    text = """
        import sys
        assert names is vars(main), "globals() that were kept"
        assert sys.modules["tools"] is t and t.count is count and t.counted is counted
        assert t.app_settings.tools is t
        assert sys.modules["shop"].basket is basket and basket.Basket is Basket
        assert type(mine) is Basket and mine.price() == 3
        assert count.__globals__ is vars(t) and count() == 22
        basket.prices.PRICES["pear"] = 4
        t.more()
        print(mine.price(), count(), t.app_settings.number())
        from shop import basket as again
        import tools
        assert again is basket and tools is t
        """
    assert resume(tmp_path, text) == "4 48 12\n"


def test_no_module_runs_again(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"app.py": "import other\nprint('app runs')", "other.py": "print('other runs')\nx = 1"},
    )
    assert save(tmp_path) == "other runs\napp runs\n"
    assert resume(tmp_path, "print(other.x)") == "1\n"


def test_what_a_module_says_of_itself(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": "'''The app.'''\nimport folder.inner as inner\nimport spread.one",
            "folder/__init__.py": "",
            "folder/inner.py": "__all__ = ['x']\nx: int = 1\n\ndef __getattr__(name): return name",
            "spread/one.py": "",
        },
    )
    script = """
        import folder, importlib.util, sys
        def said(module):
            spec, names = module.__spec__, vars(module)
            return [
                names.get(name)
                for name in ("__name__", "__doc__", "__file__", "__package__", "__all__")
            ] + [
                list(names.get("__path__", ())),
                spec and (spec.name, spec.origin, spec.parent, spec.has_location, spec.cached),
                type(names.get("__loader__")).__name__ if names.get("__file__") else None,
                [name for name in names if name not in ("said", "folder", "importlib", "sys")],
            ]
        """
    write(tmp_path, {"said.py": script})
    show = """
        import said, sys
        for name in ("__main__", "folder", "folder.inner", "spread", "spread.one"):
            print(said.said(sys.modules[name]))
        print(inner.other, said.importlib.util.find_spec("folder.inner").name)
        """
    before = save(tmp_path, f"exec({_dedented(show)!r}, globals())")
    assert before
    resumed = resume(tmp_path, show)
    assert resumed.replace(", 'inner'", "") == before.replace(", 'inner'", "")


def _dedented(text: str) -> str:
    import textwrap

    return textwrap.dedent(text)


KINDS = """
    import abc, contextvars, dataclasses, enum, functools, threading, typing, weakref

    class Registered:
        known = []
        def __init_subclass__(cls, tag, **more):
            super().__init_subclass__(**more)
            cls.known.append((cls, tag))

    class First(Registered, tag="first"):
        def who(self):
            return __class__, super().__init__

    class Meta(type):
        made = 0
        def __new__(meta, name, bases, names, **more):
            Meta.made += 1
            return super().__new__(meta, name, bases, names)
        def __call__(cls):
            made = super().__call__()
            made.by = cls
            return made
        @property
        def shout(cls):
            return cls.__name__.upper()

    class Named:
        def __set_name__(self, owner, name):
            self.calls = getattr(self, "calls", 0) + 1
            self.name = name
        def __get__(self, obj, kind=None):
            return self.name

    class Made(metaclass=Meta):
        attribute = Named()
        class Inner:
            x = 1

    class Slots:
        __slots__ = ("a", "__hidden", "__weakref__")
        def __init__(self):
            self.a, self.__hidden = 1, 2
        def both(self):
            return self.a, self.__hidden

    class More(Slots):
        __slots__ = {"b": "documented"}

    class Shape(abc.ABC):
        @abc.abstractmethod
        def area(self): ...

    class Square(Shape):
        @property
        def area(self):
            return 4

    @Shape.register
    class Other:
        pass

    @dataclasses.dataclass(frozen=True, order=True, slots=True)
    class Point:
        x: int
        y: list = dataclasses.field(default_factory=list, compare=False)

    class Colour(enum.Enum):
        RED = 1
        GREEN = [2]
        ROT = 1
        @property
        def low(self):
            return self.name.lower()

    class Rights(enum.IntFlag):
        READ = 1
        WRITE = 2

    class Word(str, enum.Enum):
        YES = "yes"

    T = typing.TypeVar("T")

    class Box(typing.Generic[T]):
        def __init__(self, value: T) -> None:
            self.value = value

    class Pair(typing.NamedTuple):
        left: int
        right: str = "r"

    class Options(typing.TypedDict, total=False):
        deep: bool

    class Speaks(typing.Protocol):
        def speak(self) -> str: ...

    UserId = typing.NewType("UserId", int)

    def decorated(function):
        calls = []
        @functools.wraps(function)
        def wrapper(*arguments):
            calls.append(arguments)
            return function(*arguments), len(calls)
        return wrapper

    @decorated
    def add(a, b=1, *, c=2):
        "Adds."
        return a + b + c

    @functools.lru_cache(maxsize=5)
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    class Missing:
        def __reduce__(self):
            return "MISSING"

    MISSING = Missing()

    class Hashed:
        def __init__(self, x):
            self.x = x
        def __hash__(self):
            return hash((self.x, SALT))
        def __eq__(self, other):
            return helper(self, other)

    table = {Hashed(1): "one"}
    SALT = 7

    def helper(one, other):
        return one.x == other.x

    @functools.singledispatch
    def show(value):
        return "an object"

    @show.register
    def _(value: int):
        return "an int"

    show(1), show("")
    current = contextvars.ContextVar("current", default=3)
    P, Ts = typing.ParamSpec("P"), typing.TypeVarTuple("Ts")
    Bounded = typing.TypeVar("Bounded", bound=int, covariant=True)
    here = threading.local()
    here.x = 5
    partial = functools.partial(add, 5, c=1)
    first, point, box, square, slots, made = First(), Point(1), Box(3), Square(), More(), Made()
    slots.b = 3
    pair, rights, colours = Pair(1), Rights.READ | Rights.WRITE, {Colour.RED: "red"}
    default = MISSING
    bound, unbound, chosen = first.who, First.who, square
"""

KINDS = "SALT = 7\n" + _dedented(KINDS).replace("\nSALT = 7\n", "\n")

CHECKS = {
    "classes": "type(first) is First and isinstance(first, Registered)",
    "super": "first.who()[0] is First and bound() == first.who() and unbound is First.who",
    "init_subclass": "Registered.known == [(First, 'first')]",
    "a metaclass": "Made.shout == 'MADE' and type(Made) is Meta and made.by is Made",
    "the metaclass wasn't called": "Meta.made == 1",
    "set_name": "made.attribute == 'attribute' and vars(Made)['attribute'].calls == 1",
    "a nested class": "Made.Inner.x == 1 and Made.Inner.__qualname__ == 'Made.Inner'",
    "slots": "slots.both() == (1, 2) and slots.b == 3 and not hasattr(slots, '__dict__')",
    "slots as they were written": "More.__slots__ == {'b': 'documented'}",
    "abstract": "Shape.__abstractmethods__ == {'area'} and square.area == 4",
    "abstract classes can't be made": "raises(TypeError, Shape)",
    "registered": "isinstance(Other(), Shape) and not isinstance(first, Shape)",
    "a dataclass": "point == Point(1, [2]) and point < Point(2) and hash(point) == hash(Point(1))",
    "a frozen one": "raises(dataclasses.FrozenInstanceError, setattr, point, 'x', 2)",
    "fields": "[one.name for one in dataclasses.fields(point)] == ['x', 'y']",
    "replace": "dataclasses.replace(point, x=2) == Point(2)",
    "an enum": "colours[Colour.RED] == 'red' and Colour(1) is Colour.RED is Colour.ROT",
    "an unhashable value": "Colour([2]) is Colour.GREEN and Colour.GREEN.low == 'green'",
    "no such value": "raises(ValueError, Colour, 3)",
    "enum members": "list(Colour) == [Colour.RED, Colour.GREEN] and Colour['RED'].name == 'RED'",
    "flags": "rights is Rights(3) and Rights.READ in rights and ~Rights.READ == Rights.WRITE",
    "str and enum": "Word('yes') is Word.YES and Word.YES == 'yes'",
    "a generic": "type(box) is Box and Box[int].__origin__ is Box and Box.__parameters__ == (T,)",
    "a named tuple": "pair == (1, 'r') and type(pair) is Pair and pair._replace(left=2).left == 2",
    "a typed dict": "Options(deep=True) == {'deep': True} and not Options.__total__",
    "a protocol": "Speaks._is_protocol and raises(TypeError, Speaks)",
    "a new type": "UserId(3) == 3 and UserId.__supertype__ is int",
    "a decorated function": "add(1) == (4, 1) and add(2, 3) == (7, 2)",
    "its looks": "add.__wrapped__.__kwdefaults__ == {'c': 2} and add.__doc__ == 'Adds.'",
    "a cached function": "fib(30) == 832040 and fib.cache_parameters()['maxsize'] == 5",
    "an object that says its name": "default is MISSING and type(MISSING) is Missing",
    "a hash that needs its module": "table[Hashed(1)] == 'one'",
    "a partial": "partial.func is add and partial.keywords == {'c': 1}",
    "single dispatch": "(show(True), show('')) == ('an int', 'an object')",
    "a context variable": "current.get() == 3 and current.name == 'current'",
    "type variables": "(P.__name__, Bounded.__bound__, Bounded.__covariant__) == ('P', int, True)",
    "their module": "T.__module__ == Ts.__module__ == First.__module__",
    "a thread's own data": "here.x == 5",
    "one object": "chosen is square",
}


def checks() -> str:
    """A program that goes through CHECKS, for the module that `main` names."""
    lines = [
        "def raises(error, function, *arguments):",
        "    try: function(*arguments)",
        "    except error: return True",
        "    return False",
        "vars(main)['raises'] = raises",
    ]
    lines += [f"assert eval({check!r}, vars(main)), {name!r}" for name, check in CHECKS.items()]
    return "\n".join([*lines, "print('all')"])


def test_functions_and_classes(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": KINDS})
    save(tmp_path)
    assert resume(tmp_path, checks()) == "all\n"


@pytest.mark.slow
@pytest.mark.parametrize("there", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("here", ["3.11", "3.12", "3.13"])
def test_functions_and_classes_across_pythons(tmp_path: Path, here: str, there: str) -> None:
    write(tmp_path, {"app.py": KINDS})
    save(tmp_path, python=interpreter(here))
    assert resume(tmp_path, checks(), python=interpreter(there)) == "all\n"


def test_the_same_in_a_module_that_is_imported(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "from kinds import *\nimport kinds", "kinds.py": KINDS})
    save(tmp_path)
    assert resume(tmp_path, "main = kinds\n" + checks()) == "all\n"


def test_the_order_of_names(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": KINDS + "\norder = list(globals()), list(vars(Made))"})
    save(tmp_path)
    text = """
        assert list(vars(main)) == [*order[0], "order"], list(vars(main))
        assert list(vars(Made)) == order[1]
        """
    resume(tmp_path, text)


def test_what_a_library_holds_stays_the_librarys(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": """
                from logging import root
                from os import environ
                from random import randint, random as number
                from typing import _TypedDict as inner
                from string import Formatter
                from sys import argv, path, stdout

                held = {"root": root, "path": [path]}
                """
        },
    )
    save(tmp_path)
    text = """
        import logging, os, random, sys, typing
        assert inner is typing._TypedDict
        assert root is logging.root is held["root"] and environ is os.environ
        assert path is sys.path is held["path"][0] and argv is sys.argv and stdout is sys.stdout
        assert randint.__self__ is number.__self__ is random._inst
        """
    resume(tmp_path, text)


def test_modules_made_by_hand(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": """
                import sys, types

                fake = types.ModuleType("fake")
                exec("x = 1\\ndef f(): return x", vars(fake))
                sys.modules["fake"] = fake
                sys.modules["settings"] = types.ModuleType("settings")
                sys.modules["settings"].debug = True
                sys.modules["library.fast"] = types.ModuleType("library.fast")
                sys.modules["library.fast"].add = sys.getsizeof  # as extensions do
                sys.modules["alias"] = sys.modules["__main__"]
                """
        },
    )
    save(tmp_path)
    text = """
        import alias, settings, sys, fake as again
        assert "library.fast" not in sys.modules
        assert again is fake and fake.f() == 1 and settings.debug and alias is main
        fake.x = 2
        assert fake.f() == 2
        """
    resume(tmp_path, text)


def test_a_refusal_names_the_module_and_the_variable(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": "import db\n\ndef use():\n    return db.conn",
            "db.py": "import hashlib\nconn = hashlib.sha256()\nmore = {'it': [conn]}",
        },
    )
    said = unsaveable(tmp_path)
    assert said.startswith(
        "stillframe.errors.NotSaveable: module db › global 'conn': a _hashlib.HASH cannot be saved"
    )


def test_what_multiprocessing_calls_the_program(tmp_path: Path) -> None:
    """`__mp_main__` is no library that holds what the program does."""
    text = """
        import fractions, multiprocessing
        held = fractions.Fraction(1, 3)
        kept = [held]
        def f():
            return held
        """
    write(tmp_path, {"app.py": text})
    save(tmp_path)
    resume(
        tmp_path, "assert main.f() is main.kept[0] is main.held == main.fractions.Fraction(1, 3)"
    )


def test_a_thread_of_a_library_that_only_looks_on(tmp_path: Path) -> None:
    """Such as that of tqdm's bars."""
    watcher = """
        import threading
        class TMonitor(threading.Thread):
            def __init__(self):
                super().__init__(daemon=True)
                self.over = threading.Event()
            def run(self):
                self.over.wait(60)
        """
    text = """
        import threading, tqdm._monitor
        tqdm._monitor.TMonitor().start()
        assert threading.active_count() == 2
        """
    write(tmp_path, {"tqdm/__init__.py": "", "tqdm/_monitor.py": watcher, "app.py": text})
    save(tmp_path)
    resume(tmp_path, "import threading\nassert threading.active_count() == 1")
