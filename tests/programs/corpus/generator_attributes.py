import inspect
def inner():
    yield "a"
def g(x):
    y = 1
    got = yield x
    yield from inner()
    yield inspect.getgeneratorstate(me), me.gi_running, me.gi_suspended
me = g(5)
def show():
    f = me.gi_frame
    print(inspect.getgeneratorstate(me), me.gi_running, me.gi_suspended, f and (f.f_lineno, sorted(f.f_locals), f.f_back), me.gi_yieldfrom and me.gi_yieldfrom.__name__, inspect.getgeneratorlocals(me).get("y"))
show()
next(me); show()
next(me); show()
print(next(me)); show()
list(me); show()
print(me.__name__, me.__qualname__, me.gi_code is g.__code__, repr(me).split(" at ")[0], type(me).__name__)
me.__name__, me.__qualname__ = "n", "q.n"
print(me.__name__, repr(me).split(" at ")[0])
for bad in (lambda: setattr(me, "__name__", 1), lambda: setattr(me, "gi_frame", 1), lambda: setattr(me, "new", 1), lambda: delattr(me, "__name__"), lambda: type(me)(), lambda: setattr(me, "gi_code", 0)):
    try:
        bad()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__)
