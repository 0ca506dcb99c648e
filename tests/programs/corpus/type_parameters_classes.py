# requires: 3.12
from typing import Generic
class Box[T]:
    def __init__(self, x: T): self.x = x
    def m[U](self, u: U) -> tuple[T, U]: return T, U
    inner = lambda self: T
print(Box[int](1).x, Box.__type_params__, Box.__orig_bases__, Box.__bases__, Box(1).m(2), Box(1).inner())
class Sub[T, *Ts](Box[T], metaclass=type): pass
print(Sub.__parameters__, Sub.__mro__[1].__name__, Sub[int, str, float])
class A[T]:
    class B[U]:
        pair = (T, U)
    T2 = T
print(A.B.pair, A.T2, A.B.__qualname__)
def make(x):
    class C[T: x]:
        def get(self): return x, __class__.__name__
    return C
print(make(int)().get(), make(str).__type_params__[0].__bound__)
try:
    class Bad[T](Generic[T]): pass
except TypeError as error:
    print(error)
class K[T](Box[T]):
    def __init_subclass__(cls, **kw): print("sub", kw)
class L[V](K[V], tag=1): pass
