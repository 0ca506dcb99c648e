def g():
    try:
        next(me)
    except ValueError as error:
        print(error)
    try:
        me.send(1)
    except ValueError as error:
        print(error)
    try:
        me.throw(KeyError)
    except ValueError as error:
        print(error)
    try:
        me.close()
    except ValueError as error:
        print(error)
    print(me.gi_running, me.gi_suspended)
    yield 1
    yield from me
me = g()
print(next(me))
try:
    next(me)
except ValueError as error:
    print(error)
def h():
    list(me2)
    yield
me2 = h()
next(me2)
