async def f(): raise StopIteration("x")
async def g():
    try: await f()
    except RuntimeError as e: print(e, repr(e.__cause__))
    raise StopAsyncIteration("fine in a coroutine")
c = g()
try:
    c.send(None)
except StopAsyncIteration as e:
    print(repr(e))
async def agen():
    yield 1
    raise StopAsyncIteration("in agen")
async def h():
    try:
        async for x in agen(): print(x)
    except RuntimeError as e: print(e, repr(e.__cause__))
async def agen2():
    yield 1
    raise StopIteration("in agen")
async def h2():
    try:
        async for x in agen2(): print(x)
    except RuntimeError as e: print(e, repr(e.__cause__))
for c in (h(), h2()):
    try: c.send(None)
    except StopIteration: print("done")
