def run(c):
    try:
        while True: c.send(None)
    except StopIteration as s:
        return s.value
class NoAexit:
    async def __aenter__(self): pass
class SyncCM:
    def __enter__(self): pass
    def __exit__(self, *a): pass
class BadEnter:
    def __aenter__(self): return 1
    async def __aexit__(self, *a): pass
class BadExit:
    async def __aenter__(self): return 1
    def __aexit__(self, *a): return 1
class BadIter:
    def __aiter__(self): return 1
class AsyncIter:
    async def __aiter__(self): return self
class BadNext:
    def __aiter__(self): return self
    def __anext__(self): return 1
async def w(x):
    async with x: print("body")
async def f(x):
    async for y in x: print("body")
async def comp(x): return [y async for y in x]
for c in (w(NoAexit()), w(SyncCM()), w(BadEnter()), w(BadExit()), w(1), f(BadIter()), f(AsyncIter()), f(BadNext()), f([1]), comp([1]), comp(BadNext())):
    try:
        print(run(c))
    except Exception as e:
        print(type(e).__name__, e, type(e.__cause__).__name__)
