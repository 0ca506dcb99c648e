def raises(): 
    yield 1
    raise StopIteration("explicit")
def uses_next():
    yield next(iter([]))
def thrown():
    yield 1
for f in (raises, uses_next):
    try:
        list(f())
    except RuntimeError as error:
        print(error, repr(error.__cause__), repr(error.__context__), error.__suppress_context__)
g = thrown()
next(g)
try:
    g.throw(StopIteration("in"))
except RuntimeError as error:
    print(error, repr(error.__cause__))
def delegating():
    try:
        yield from raises()
    except RuntimeError as error:
        print("inside", error)
        raise StopIteration
try:
    list(delegating())
except RuntimeError as error:
    print(repr(error), repr(error.__cause__), repr(error.__cause__.__context__))
list(x if x < 2 else next(iter(())) for x in range(3))
