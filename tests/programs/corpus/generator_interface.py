import types, collections.abc as abc, copy, pickle
def g(): yield
x = g()
print(isinstance(x, types.GeneratorType), isinstance(x, abc.Generator), issubclass(type(x), abc.Iterator), hasattr(x, "__next__"), hasattr(x, "__del__"), callable(x), bool(x), hash(x) == hash(x), x == x, x == g())
for bad in (lambda: len(x), lambda: x[0], lambda: x(), lambda: copy.copy(x), lambda: pickle.dumps(x), lambda: x + x, lambda: x.__call__, lambda: next(), lambda: next(5)):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])
print(sorted(n for n in dir(x) if n.startswith("gi_") or not n.startswith("_")))
print(x.__next__.__name__, x.send.__name__, type(x).__doc__)
types.GeneratorType.send(x, None)
print(types.GeneratorType.close(x), abc.Generator.__next__ is not None)
class Own(abc.Generator):
    def send(self, v): raise StopIteration("own")
    def throw(self, *a): raise a[0]
print(list(Own()), Own().close())
