from __future__ import annotations
x: undefined = 1
class C:
    a: List[int | None]
    def m(self, x: some.thing[1:2], *, y: lambda q: q = 1) -> -1: pass
print(C.__annotations__, C.m.__annotations__)
print(__annotations__)
