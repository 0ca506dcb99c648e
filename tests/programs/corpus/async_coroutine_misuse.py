async def f(): return 1
async def twice():
    c = f()
    print(await c)
    try:
        await c
    except RuntimeError as error:
        print(error)
def run(c):
    try:
        while True: c.send(None)
    except StopIteration as s:
        return s.value
run(twice())
async def running():
    try:
        me.send(None)
    except ValueError as error:
        print(error)
me = running()
run(me)
c = f()
try:
    c.send(1)
except TypeError as error:
    print(error)
c.close()
for bad in (1, None, "a", [], lambda: 0):
    async def g(): await bad
    try:
        run(g())
    except TypeError as error:
        print(error)
async def awaits_gen(): await (lambda: (yield))()
try:
    run(awaits_gen())
except TypeError as error:
    print(error)
import types
@types.coroutine
def trap(): yield
async def same(c): await c
c = same(trap())
inner = f()
async def shared(): await trap()
s = shared()
a, b = same(s), same(s)
a.send(None)
try:
    b.send(None)
except RuntimeError as error:
    print(error)
a.close(); b.close(); c.close(); inner.close()
