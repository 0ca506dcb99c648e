import inspect
async def agen():
    yield 1
g = agen()
print(g.ag_running, g.ag_frame.f_lineno, g.ag_await, g.__name__, g.__qualname__, hasattr(g, "ag_suspended"))
if hasattr(inspect, "getasyncgenstate"): print(inspect.getasyncgenstate(g))
try: g.__anext__().send(None)
except StopIteration as s: print(s.value)
if hasattr(inspect, "getasyncgenstate"): print(inspect.getasyncgenstate(g))
try: g.__anext__().send(None)
except StopAsyncIteration: print("done", g.ag_frame)
for bad in (lambda: next(g), lambda: iter(g), lambda: aiter(1), lambda: anext(1)):
    try: bad()
    except TypeError as e: print(e)
async def use():
    return await anext(g, "dflt")
try: use().send(None)
except StopIteration as s: print(s.value)
