class S:
    __slots__ = ("a", "b", "__weakref__")
    def __init__(self): self.a = 1


s = S()
print(s.a)
for statement in ("s.b", "s.c", "s.c = 1", "del s.b", "s.__dict__"):
    try:
        exec(statement)
    except AttributeError as error:
        print(error)
s.b = 2
print(S.b.__get__(s), type(S.b).__name__)
try:
    class T:
        __slots__ = ("x",)
        x = 1
except ValueError as error:
    print(error)


class Sub(S): pass
t = Sub()
t.c = 3
print(t.__dict__, t.a)


class Private:
    __slots__ = ("__hidden",)
    def __init__(self): self.__hidden = "h"
print(Private()._Private__hidden)
