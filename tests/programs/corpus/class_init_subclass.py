class Base:
    registry = []
    def __init_subclass__(cls, /, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.tag = tag
        Base.registry.append((cls.__name__, tag))


class A(Base, tag="a"): pass
class B(A): pass
class C(B, tag="c"): pass
print(Base.registry, C.tag)
try:
    class D(Base, nonsense=1): pass
except TypeError as error:
    print(error)
try:
    class E(x=1): pass
except TypeError as error:
    print(error)
