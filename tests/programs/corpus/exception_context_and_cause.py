def context():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("second")
def cause():
    try:
        context()
    except KeyError as error:
        raise ValueError("third") from error
try:
    cause()
except ValueError as error:
    print(repr(error.__cause__), repr(error.__context__), error.__suppress_context__)
    print(repr(error.__cause__.__context__), error.__cause__.__suppress_context__)
cause()
