def f():
    try:
        {}["x"]
    except KeyError:
        raise ValueError("clean") from None
try:
    f()
except ValueError as error:
    print(error.__cause__, repr(error.__context__), error.__suppress_context__)
f()
