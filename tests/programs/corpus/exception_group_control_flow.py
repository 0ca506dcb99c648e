def f(x):
    for i in range(3):
        try:
            if i == x: raise ExceptionGroup("g", [ValueError(i), TypeError(i)])
            print("ok", i)
        except* ValueError as v:
            print("v", v.exceptions)
        except* TypeError as t:
            print("t", t.exceptions)
        else:
            print("else", i)
        finally:
            print("finally", i)
    return "done"
print(f(1))
def nested():
    try:
        try:
            raise ExceptionGroup("g", [ValueError(1)])
        except* ValueError:
            try:
                raise KeyError
            except KeyError:
                pass
            raise
    except* ValueError as g:
        caught = repr(g)
    return caught
print(nested())
