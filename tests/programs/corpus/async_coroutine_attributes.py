import inspect, types
@types.coroutine
def trap(): yield "trapped"
async def inner(): await trap()
async def f(x):
    y = x
    await inner()
    return y
c = f(1)
def show(): print(inspect.getcoroutinestate(c), c.cr_running, c.cr_suspended, c.cr_frame and c.cr_frame.f_lineno, c.cr_await and c.cr_await.__name__, c.cr_origin, inspect.getcoroutinelocals(c).get("y"))
show()
c.send(None); show()
try: c.send(None)
except StopIteration: show()
print(c.__name__, c.__qualname__, c.cr_code is f.__code__, repr(c).split(" at ")[0], type(c).__name__, c.cr_frame)
print(sorted(n for n in dir(c) if n.startswith("cr_")))
d = f(2)
w = d.__await__()
print(type(w).__name__, next(w), w.close(), inspect.getcoroutinestate(d))
for bad in (lambda: iter(d), lambda: next(d), lambda: list(d), lambda: len(d)):
    try:
        bad()
    except TypeError as error:
        print(error)
