from collections import namedtuple
from typing import NamedTuple
P = namedtuple("P", "x y", defaults=[5])
class N(NamedTuple):
    a: int
    b: str = "b"
    def both(self): return f"{self.a}{self.b}"
print(P(1), P(1, 2)._replace(x=3), P._fields, P.__module__, P(1)._asdict(), N(1), N(1).both(), N.__module__)
a, b = N(3)
print(a, b)
for call in (lambda: P(), lambda: P(1, 2, 3), lambda: P(z=1), lambda: namedtuple("Q", "a a"), lambda: setattr(P(1), "x", 2)):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
