"""What stands for the objects of a snapshot while it is looked at: data, and nothing that runs.

A class or function that a snapshot names is a `Global` here, which nobody looks for in a module.
What the snapshot makes by calling it is a `StandIn`, which keeps what it was given: arguments,
items, pairs, attributes. pickle's own machine does that, through the methods by which it fills the
real ones.
"""

from collections.abc import Callable
from functools import cache
from itertools import islice
from typing import Any, ClassVar, Self

from stillframe.watch.shapes import ATOM, FIELDS, MAPPING, MOST, SEQUENCE, Shown

# What an object is shown by: the most telling of what one of its class was given.
NOTHING, GIVEN, ATTRIBUTES, ITEMS, PAIRS, TEXT = range(6)
_SHAPES = FIELDS, SEQUENCE, FIELDS, SEQUENCE, MAPPING, ATOM


class Global(type):
    """A class, a function, or whatever else a module has under a name."""

    telling: int

    @property
    def shape(cls) -> str:
        """As `shapes` reads it."""
        return _SHAPES[cls.telling]


class StandIn(Shown, metaclass=Global):
    """An object that was made by calling its class, or a function of that name."""

    __slots__ = ("attributes", "given", "items", "text")
    attributes: dict[Any, Any]
    given: tuple[Any, ...]
    items: list[Any]  # or keys and values by turns
    text: str
    telling: ClassVar[int] = NOTHING

    def __new__(cls, *given: Any, **named: Any) -> Self:
        made = object.__new__(cls)
        made.given = given
        made.items = []
        made.attributes = named
        made.text = ""
        made.tells(GIVEN if given else NOTHING)
        return made

    def __init__(self, *given: Any, **named: Any) -> None:
        pass

    def __call__(self, *given: Any, **named: Any) -> "StandIn":
        """It stands for something that makes others."""
        return _made_by("object")(*given, **named)

    def tells(self, what: int) -> None:
        cls = type(self)
        if cls.telling < what:
            cls.telling = what

    # What an unpickler does to an object

    def __setstate__(self, state: Any) -> None:
        parts = state if type(state) is tuple and len(state) == 2 else (state,)
        for part in parts:
            if type(part) is dict:
                self.attributes.update(part)
            elif part is not None:
                self.attributes["state"] = part
        if self.attributes:
            self.tells(ATTRIBUTES)

    def append(self, item: Any) -> None:
        self.items.append(item)
        self.tells(ITEMS)

    add = append

    def extend(self, items: Any) -> None:
        self.items.extend(items)
        self.tells(ITEMS)

    def __setitem__(self, key: Any, value: Any) -> None:
        self.items += key, value
        self.tells(PAIRS)

    # What is shown of it

    def shown_text(self) -> str:
        return self.text

    def shown_parts(self) -> tuple[int, list[Any]]:
        telling = type(self).telling
        if telling == PAIRS:
            return len(self.items) // 2, self.items[: 2 * MOST]
        if telling in (ATTRIBUTES, NOTHING):
            pairs = islice(self.attributes.items(), MOST)
            return len(self.attributes), [one for pair in pairs for one in pair]
        items = self.items if telling == ITEMS else self.given
        return len(items), list(items[:MOST])


class Class(Global):
    """A class that a snapshot has whole, or that is one of Python's own."""


class Function(Global):
    """A function of Python's own."""


class Maker(Global):
    """One that makes something of ours when it is called: ``makes`` says what."""

    makes: Callable[..., Any]

    def __call__(cls, *given: Any, **named: Any) -> Any:
        return cls.makes(*given, **named)


# What the types of these are called where they are values themselves.
Global.__name__ = Maker.__name__ = "global"
Class.__name__, Function.__name__ = "type", "builtin_function_or_method"


@cache
def metaclass(name: str) -> type[Class]:
    """The type of classes whose metaclass is called so."""
    return Class if name == "type" else type(name, (Class,), {})


def named(
    name: str,
    module: str = "",
    meta: type[Global] = Global,
    makes: Callable[..., Any] | None = None,
) -> type[StandIn]:
    """A class or function of that (qualified) name; ``makes`` is called in its place."""
    attributes = {"__slots__": (), "__module__": module, "__qualname__": name, "telling": NOTHING}
    if makes is not None:
        meta, attributes["makes"] = Maker, staticmethod(makes)
    made: Any = meta(name.rpartition(".")[2], (StandIn,), attributes)
    return made  # type: ignore[no-any-return]


class Text(StandIn):
    """One that is shown by a text alone."""

    __slots__ = ()
    telling = TEXT

    def __call__(self, *given: Any, **more: Any) -> StandIn:
        """What a function makes that goes by value is called as the function is."""
        return _made_by(self.text)(*given, **more)

    @classmethod
    def of(cls, text: str, *given: Any) -> Self:
        made = cls(*given)
        made.text = text
        return made


def texts(name: str) -> type[Text]:
    """The class of those that are called so."""
    made: Any = Class(name, (Text,), {"__slots__": (), "__module__": "builtins"})
    return made  # type: ignore[no-any-return]


@cache
def _made_by(function: str) -> type[StandIn]:
    return named(function)


def text_of(thing: Any) -> str:
    """How a class, a function, or another object is called."""
    if isinstance(thing, Global):
        return str(thing.__qualname__)
    if isinstance(thing, Text):
        return thing.shown_text()
    return str(type(thing).__name__)


def fill(obj: Any, state: Any, *_: Any) -> None:
    """Fill an object as our own functions do: with attributes, or parts among which these are."""
    if not isinstance(obj, StandIn):
        return
    for part in state if type(state) is tuple else (state,):
        if type(part) is dict:
            obj.__setstate__(part)
        elif type(part) is list:
            for one in part:
                if type(one) is tuple and len(one) == 2:
                    obj[one[0]] = one[1]
                else:
                    obj.append(one)
