def nothing():
    return
    yield
def tup():
    return 1, 2
    yield
def stop():
    return StopIteration("inner")
    yield
def exc():
    return ValueError("as a value")
    yield
def collect(g):
    r = yield from g
    print(repr(r), type(r).__name__)
for f in (nothing, tup, stop, exc):
    list(collect(f()))
    try:
        next(f())
    except StopIteration as s:
        print(repr(s.value), s.args)
def finally_return():
    try:
        yield 1
    finally:
        return "wins"
g = finally_return()
next(g)
try:
    g.throw(ValueError)
except StopIteration as s:
    print(s.value)
