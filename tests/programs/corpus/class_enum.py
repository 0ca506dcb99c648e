from enum import Enum, Flag, IntEnum, StrEnum, auto, unique


class Color(Enum):
    RED = 1
    GREEN = auto()
    CRIMSON = 1
    @property
    def nice(self): return self.name.title()
    @classmethod
    def default(cls): return cls.GREEN


class Perm(Flag):
    R = auto()
    W = auto()
    RW = R | W


class Planet(Enum):
    EARTH = (1, 2)
    def __init__(self, mass, radius): self.mass = mass


class S(StrEnum):
    A = auto()


print(list(Color), Color(2), Color["RED"], Color.CRIMSON is Color.RED, Color.RED.nice, Color.default())
print(Perm.R | Perm.W, Perm.RW & Perm.R, ~Perm.R, Planet.EARTH.mass, S.A, IntEnum("N", "X Y").Y + 1)
for action in (lambda: Color(9), lambda: Color["X"], lambda: setattr(Color, "RED", 5), lambda: Color.BLUE):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
try:
    @unique
    class U(Enum):
        A = 1
        B = 1
except ValueError as error:
    print(error)
try:
    class Sub(Color): pass
except TypeError as error:
    print(error)
