import inspect, types, collections.abc as abc
def f(): pass
def g(): yield
async def c(): pass
async def ag(): yield
class K:
    def m(self): pass
    @classmethod
    def cm(cls): pass
gen, co, a = g(), c(), ag()
for x in (f, g, c, ag, gen, co, a, K, K().m, K.cm, K.m, len, [].append, (lambda: 0), types):
    print(type(x).__name__, [n[2:] for n in ("isfunction", "isgeneratorfunction", "iscoroutinefunction", "isasyncgenfunction", "isgenerator", "iscoroutine", "isasyncgen",
          "isawaitable", "ismethod", "isbuiltin", "isclass", "ismodule", "isroutine") if getattr(inspect, n)(x)], callable(x))
print(isinstance(gen, types.GeneratorType), isinstance(gen, abc.Generator), isinstance(gen, abc.Iterator), isinstance(co, types.CoroutineType), isinstance(co, abc.Coroutine),
      isinstance(co, abc.Awaitable), isinstance(a, types.AsyncGeneratorType), isinstance(a, abc.AsyncGenerator), type(gen) is types.GeneratorType)
co.close()
