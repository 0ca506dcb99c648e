class NoThrow:
    def __iter__(self): return self
    def __next__(self): return 1
class CloseRaises(NoThrow):
    def close(self): raise ValueError("close")
class ThrowLookup(NoThrow):
    @property
    def throw(self): raise LookupError("looking up throw")
class CloseLookup(NoThrow):
    @property
    def close(self): raise LookupError("looking up close")
def f(it):
    yield from it
g = f(NoThrow())
next(g)
try:
    g.throw(KeyError("k"))
except KeyError as error:
    print(repr(error))
g = f(CloseRaises())
next(g)
try:
    g.close()
except ValueError as error:
    print(error, repr(error.__context__))
g = f(ThrowLookup())
next(g)
try:
    g.throw(KeyError("k"))
except LookupError as error:
    print(type(error).__name__, error)
g = f(CloseLookup())
next(g)
try:
    g.close()
    print("closed")
except LookupError as error:
    print(error)
def inner():
    try:
        yield 1
    except GeneratorExit:
        yield "ignored"
g = f(inner())
next(g)
try:
    g.close()
except RuntimeError as error:
    print(error)
g = f(x for x in [1, 2])
next(g)
g.throw(ValueError("traceback through yield from"))
