import types
@types.coroutine
def trap():
    try:
        return (yield "trap")
    except ValueError as e:
        print("trap caught", e)
        return "recovered"
    finally:
        print("trap finally")
async def f():
    try:
        print(await trap())
        print(await trap())
    except KeyError as e:
        print("f caught", repr(e))
        raise TypeError("from f") from e
    finally:
        print("f finally")
c = f()
c.send(None)
print(c.throw(ValueError("v")))
try:
    c.throw(KeyError("k"))
except TypeError as e:
    print(repr(e), repr(e.__cause__))
c = f()
c.send(None)
c.close()
c.close()
c = f()
c.close()
c = f()
try:
    c.throw(LookupError("not started"))
except LookupError as e:
    print(e)
async def ignores():
    try: await trap()
    except GeneratorExit: await trap()
c = ignores()
c.send(None)
try:
    c.close()
except RuntimeError as e:
    print(e)
d = f()
d.send(None)
del d
print("end")
