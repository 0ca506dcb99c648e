def g():
    while True:
        try:
            got = yield "ready"
            print("sent", got)
        except ValueError as error:
            print("caught", repr(error), error.args)
            yield "handled"
        except KeyError:
            return "from KeyError"
x = g()
try:
    x.throw(TypeError("before start"))
except TypeError as error:
    print(error)
print(next(x, "closed by it"))
x = g()
next(x)
print(x.throw(ValueError("v")), next(x), x.throw(ValueError), next(x))
try:
    x.throw(KeyError)
except StopIteration as stop:
    print(stop.value)
try:
    x.throw(OSError("finished"))
except OSError as error:
    print(error)
x = g()
next(x)
for args in ((1,), (int,), (), (ValueError("a"), "b")):
    try:
        print(x.throw(*args))
        next(x)
    except TypeError as error:
        print(str(error).split("argument")[0])
x.throw(LookupError("uncaught, with traceback"))
