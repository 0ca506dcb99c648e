import types
@types.coroutine
def switch(v):
    got = yield v
    return got
async def main():
    a = await switch(1)
    b = await switch(2)
    return a, b
c = main()
print(c.send(None), c.send("x"))
try:
    c.send("y")
except StopIteration as s:
    print(s.value)
import inspect
g = switch(1)
print(inspect.isawaitable(g), inspect.iscoroutine(g), type(g).__name__, bool(switch.__code__.co_flags & inspect.CO_ITERABLE_COROUTINE), inspect.iscoroutinefunction(switch))
async def bad(): await (x for x in [1])
try:
    bad().send(None)
except TypeError as e:
    print(e)
@types.coroutine
def not_gen(): return iter([1, 2])
async def use(): return await not_gen()
try:
    u = use()
    print(u.send(None))
    print(u.send(None))
    u.send(None)
except (StopIteration, TypeError) as e:
    print(repr(e))
