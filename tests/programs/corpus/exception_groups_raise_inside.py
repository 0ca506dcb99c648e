def f():
    try:
        raise ExceptionGroup("eg", [ValueError("a"), TypeError("b"), OSError("c")])
    except* ValueError as g:
        raise KeyError("new one")
    except* TypeError:
        raise
def g():
    try:
        f()
    except* KeyError as keys:
        print("keys", repr(keys))
        raise RuntimeError("from keys") from keys
try:
    f()
except BaseException as error:
    print(repr(error), repr(error.__context__))
g()
