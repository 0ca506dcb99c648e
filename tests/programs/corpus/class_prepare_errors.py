class Bad(type):
    @classmethod
    def __prepare__(cls, name, bases): return None
try:
    class A(metaclass=Bad): pass
except TypeError as error:
    print(error)


class Raises(type):
    @classmethod
    def __prepare__(cls, name, bases): raise LookupError("from prepare")
try:
    class B(metaclass=Raises): pass
except LookupError as error:
    print(error)


from collections import ChainMap
class Chained(type):
    @classmethod
    def __prepare__(cls, name, bases): return ChainMap({}, {"given": 7})
    def __new__(cls, name, bases, ns): return super().__new__(cls, name, bases, dict(ns))
class C(metaclass=Chained):
    x = given + 1
    del x
    try:
        del nothing
    except NameError as error:
        print(error)
    y = given
print(C.y, hasattr(C, "x"))
