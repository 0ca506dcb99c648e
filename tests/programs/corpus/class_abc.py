from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence, Sized


class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
class Square(Shape):
    name = "square"
    def area(self): return 4
class Half(Shape):
    def area(self): return super().area()


print(Square().area())
for cls in (Shape, Half):
    try:
        cls()
    except TypeError as error:
        print(error)


class Map(Mapping):
    def __getitem__(self, key):
        if key == "a": return 1
        raise KeyError(key)
    def __iter__(self): return iter("a")
    def __len__(self): return 1
m = Map()
print(dict(m), "a" in m, "b" in m, m.get("z", 0), list(m.items()), m == {"a": 1})


class HasLen:
    def __len__(self): return 0
print(isinstance(HasLen(), Sized), issubclass(HasLen, Iterable), isinstance([], Sequence))
@Shape.register
class Virtual: pass
print(isinstance(Virtual(), Shape), Shape.__abstractmethods__ == {"area", "name"})
