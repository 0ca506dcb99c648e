import sys, types
m = types.ModuleType("made_up")
m.__all__ = ("x", "y")
m.x, m.y, m._z = 1, 2, 3
sys.modules["made_up"] = m
from made_up import *
print(x, y)
m.__all__ = [1]
try:
    from made_up import *
except TypeError as error:
    print(error)
class Fake:
    a, _b = 1, 2
sys.modules["made_up"] = Fake()
try:
    from made_up import *
except ImportError as error:
    print(error)
fake = Fake()
fake.__dict__.update(k=1, _l=2)
sys.modules["made_up"] = fake
from made_up import *
print(k, "_l" in globals())
