def inner():
    x = yield 1
    print("inner got", x)
    try:
        y = yield 2
    except ValueError as error:
        print("inner caught", error)
        y = "recovered"
    return ("inner result", x, y)
def outer():
    result = yield from inner()
    print("result", result)
    yield from [10, 20]
    yield from "ab"
    print((yield from range(0)))
    return "outer result"
g = outer()
print(next(g), g.send("hello"), g.throw(ValueError("v")), next(g), next(g), next(g))
try:
    next(g)
except StopIteration as stop:
    print(stop.value)
def three():
    a = yield from outer()
    return a
try:
    t = three()
    next(t)
    t.throw(KeyError("through both"))
except KeyError as error:
    print(repr(error))
for bad in (1, None, object):
    def f(): yield from bad
    try:
        list(f())
    except TypeError as error:
        print(error)
