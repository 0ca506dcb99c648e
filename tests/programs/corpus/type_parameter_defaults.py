# requires: 3.13
def f[T = int, *Ts = *tuple[int, str], **P = [int]](): pass
print([p.__default__ for p in f.__type_params__], [p.has_default() for p in f.__type_params__])
class C[T: int = bool]: pass
print(C.__type_params__[0].__default__, C.__type_params__[0].__bound__)
type A[T = undefined_later] = T
try:
    A.__type_params__[0].__default__
except NameError as error:
    print(error)
from typing import NoDefault, TypeVar
print(TypeVar("X").__default__ is NoDefault)
