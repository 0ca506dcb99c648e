import collections.abc as abc, inspect, types, asyncio
async def f(): pass
c = f()
print(isinstance(c, abc.Coroutine), isinstance(c, abc.Awaitable), isinstance(c, types.CoroutineType), asyncio.iscoroutine(c), inspect.isawaitable(c))
c.close()
class Own(abc.Coroutine):
    def send(self, v): raise StopIteration("own result")
    def throw(self, *a): raise a[0]
    def __await__(self): return self
    def __iter__(self): return self
    def __next__(self): return self.send(None)
async def main(): return await Own()
print(asyncio.run(main()), Own().close())
class AG(abc.AsyncGenerator):
    async def asend(self, v): raise StopAsyncIteration
    async def athrow(self, *a): raise a[0]
async def m2(): return [x async for x in AG()], await AG().aclose()
print(asyncio.run(m2()), isinstance(AG(), abc.AsyncIterator))
