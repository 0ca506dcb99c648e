from typing import Protocol, runtime_checkable, Generic, TypeVar


@runtime_checkable
class Closes(Protocol):
    def close(self) -> None: ...
class File:
    def close(self): pass
class Not: pass
print(isinstance(File(), Closes), isinstance(Not(), Closes), issubclass(File, Closes))
T = TypeVar("T")
class Box(Generic[T]):
    def __init__(self, x: T): self.x = x
class IntBox(Box[int]): pass
print(Box[int](1).x, Box[int], IntBox.__orig_bases__, IntBox(3).x, T.__module__, Box.__parameters__)
try:
    Closes()
except TypeError as error:
    print(error)
try:
    Box[int, str]
except TypeError as error:
    print(error)
