import warnings
warnings.simplefilter("ignore")
def g():
    while True:
        try:
            yield 1
        except ValueError as error:
            print(type(error).__name__, error.args, error.__traceback__ is not None)
x = g()
next(x)
x.throw(ValueError, "text")
x.throw(ValueError, ValueError("instance"))
x.throw(ValueError, None, None)
try:
    raise KeyError
except KeyError as error:
    tb = error.__traceback__
x.throw(ValueError, ValueError("with tb"), tb)
for args in ((ValueError, 1, 2), (ValueError("a"), ValueError("b"))):
    try:
        x.throw(*args)
    except TypeError as error:
        print(error)
x.throw(ValueError, (1, 2))
