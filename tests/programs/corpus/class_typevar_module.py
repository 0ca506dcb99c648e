# requires: 3.11
import enum, typing, types, collections, dataclasses
T = typing.TypeVar("T")
P = typing.ParamSpec("P")
N = typing.NewType("N", int)
E = enum.Enum("E", "A B")
NT = collections.namedtuple("NT", "a")
D = dataclasses.make_dataclass("D", ["a"])
TD = typing.TypedDict("TD", {"a": int})
TN = typing.NamedTuple("TN", [("a", int)])
def inside(): return typing.TypeVar("U"), enum.Enum("F", "X"), collections.namedtuple("G", "y")
for x in (T, P, N, E, NT, TD, TN, *inside()):
    print(x.__name__, x.__module__)
print(type("X", (), {}).__module__, types.new_class("Y").__module__)
