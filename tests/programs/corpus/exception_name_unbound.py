e = "global"
try:
    raise ValueError("x")
except ValueError as e:
    print(e)
try:
    e
except NameError as error:
    print(error)
def f():
    e = "local"
    try:
        raise ValueError
    except ValueError as e:
        pass
    try:
        return e
    except UnboundLocalError as error:
        return str(error)
print(f())
def g():
    try:
        raise ValueError
    except ValueError as e:
        del e
    return "deleted inside is fine"
print(g())
def h():
    try:
        raise ValueError("kept")
    except ValueError as e:
        e = "rebound"
        kept = e
    return kept
print(h())
def cell():
    try:
        raise ValueError("cell")
    except ValueError as e:
        f = lambda: e
        print(f())
    try:
        f()
    except NameError as error:
        print(error)
cell()
