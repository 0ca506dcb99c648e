import sys
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as error:
    print(type(error).__name__, error)
del sys.modules["blocked"]
class Lazy:
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return f"lazy {name}"
sys.modules["trick"] = Lazy()
from trick import stuff
import trick
print(stuff, trick.more)
sys.modules["trick.sub"] = "a string"
import trick.sub as sub
print(sub)
print(__name__, sys.modules["__main__"].__dict__ is globals())
