def f():
    x = 1
    def g(): return x
    print(g())
    del x
    try:
        g()
    except NameError as error:
        print(type(error).__name__, error)
    try:
        print(x)
    except NameError as error:
        print(type(error).__name__, error)
    try:
        del x
    except NameError as error:
        print(type(error).__name__, error)
    x = 2
    print(g())


f()
