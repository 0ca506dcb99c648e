def f():
    try:
        raise ValueError("first")
    except ValueError as e:
        try:
            raise KeyError("second")
        except KeyError as k:
            try:
                raise TypeError("third")
            except TypeError as t:
                return [repr(x) for x in (t.__context__, k.__context__, e.__context__)]
print(f())
def loop():
    last = None
    for i in range(3):
        try:
            raise ValueError(i)
        except ValueError as e:
            print(i, repr(e.__context__), last is None)
            last = e
loop()
def cycle():
    a = ValueError("a")
    try:
        try:
            raise a
        except ValueError:
            raise KeyError("b")
    except KeyError:
        raise a
try:
    cycle()
except ValueError as e:
    print(repr(e), repr(e.__context__), repr(e.__context__.__context__))
