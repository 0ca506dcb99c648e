from dataclasses import asdict, astuple, dataclass, field, fields, replace
from typing import ClassVar


@dataclass(order=True)
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False)
    kind: ClassVar[str] = "point"
    def __post_init__(self): self.tags.append(self.x)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    a: int
    b: str = "b"


p = Point(1, 2)
print(p, Point(1) < p, p == Point(1, 2), asdict(p), astuple(p), replace(p, x=5), [f.name for f in fields(Point)])
f = Frozen(a=1)
print(f, hash(f) == hash(Frozen(a=1)))
for action in (lambda: setattr(f, "a", 2), lambda: Point(), lambda: Frozen(1)):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
try:
    @dataclass
    class Bad:
        x: list = []
except ValueError as error:
    print(error)
