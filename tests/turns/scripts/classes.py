"""Classes with inheritance, operators, properties, a metaclass, and instances in a registry."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from enum import Enum, IntFlag
from fractions import Fraction


class Registered(type):
    known: dict[str, type] = {}  # noqa: RUF012

    def __new__(mcls, name, bases, namespace, **options):
        made = super().__new__(mcls, name, bases, namespace)
        if options.get("register", True):
            mcls.known[name.lower()] = made
        return made

    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)


class Shape(metaclass=Registered, register=False):
    count = 0

    def __init__(self, *sides):
        self.sides = sides
        Shape.count += 1

    def __init_subclass__(cls, **options):
        super().__init_subclass__()
        cls.corners = options.get("corners", len(cls.__name__))

    @property
    def area(self):
        raise NotImplementedError(type(self).__name__)

    def __lt__(self, other):
        return self.area < other.area

    def __repr__(self):
        return f"{type(self).__name__}{self.sides}"


class Rectangle(Shape):
    @property
    def area(self):
        width, height = self.sides
        return width * height


class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)


class Blob(Shape):
    pass


class Vector:
    def __init__(self, *parts):
        self.parts = parts

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self.parts, other.parts, strict=True)))

    def __mul__(self, factor):
        if not isinstance(factor, (int, Fraction)):
            return NotImplemented
        return Vector(*(part * factor for part in self.parts))

    __rmul__ = __mul__

    def __eq__(self, other):
        return isinstance(other, Vector) and self.parts == other.parts

    def __iter__(self):
        yield from self.parts

    def __bool__(self):
        return any(self.parts)


class Colour(Enum):
    RED = "r"
    GREEN = "g"

    @classmethod
    def mixed(cls):
        return "".join(member.value for member in cls)


class Rights(IntFlag):
    READ = 4
    WRITE = 2


@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = 0
    tags: tuple[str, ...] = field(default=(), compare=False)

    def bump(self):
        return replace(self, minor=self.minor + 1)


class Visitor(ABC):
    @abstractmethod
    def visit(self, shape): ...


class Areas(Visitor):
    def __init__(self):
        self.total = Fraction(0)

    def visit(self, shape):
        self.total += Fraction(shape.area, 3)
        return self


shapes = [Rectangle(2, 9), Square(3), Rectangle(1, 4), Square(1)]
print(sorted(shapes), max(shapes), Shape.count)
visitor = Areas()
for shape in shapes:
    print(shape, shape.area, visitor.visit(shape).total)
try:
    print(Blob(1).area)
except NotImplementedError as error:
    print("not implemented:", error, Shape.count)
print(sorted(Registered.known), type(shapes[0]) is Registered.known["rectangle"], Square.corners)
total = sum((Vector(n, -n) * 2 for n in range(12)), start=Vector(0, 0))
print(list(total), bool(total), 3 * Vector(1) == Vector(3), bool(Vector(0)))
try:
    Vector(1) * "x"
except TypeError as error:
    print("TypeError", str(error)[:20])
print(Colour.mixed(), Colour("r") is Colour.RED, Rights(6) == Rights.READ | Rights.WRITE)
versions = [Version(1, 2), Version(1).bump().bump().bump(), Version(0, 9, ("old",))]
print(sorted(versions)[::2], versions[0] == Version(1, 2, ("x",)))
try:
    Visitor()
except TypeError as error:
    print("abstract" in str(error))
