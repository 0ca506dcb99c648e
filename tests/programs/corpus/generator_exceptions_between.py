def g():
    try:
        yield 1
    except ValueError:
        try:
            yield 2
        except KeyError as k:
            print(repr(k.__context__))
            yield 3
    yield 4
x = g()
print(next(x), x.throw(ValueError("first")))
print(x.throw(KeyError("second")), next(x))
def caller():
    try:
        raise OSError("callers")
    except OSError:
        y = g()
        next(y)
        try:
            y.throw(TypeError("thrown while handling"))
        except TypeError as t:
            print(repr(t.__context__))
        def fails():
            yield
            raise LookupError("own")
        z = fails()
        next(z)
        try:
            next(z)
        except LookupError as l:
            print(repr(l.__context__))
caller()
