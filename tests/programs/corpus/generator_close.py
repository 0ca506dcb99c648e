def g():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("exit")
        raise
    finally:
        print("cleanup")
x = g()
print(x.close(), list(x))
x = g()
next(x)
print(x.close(), x.close())
def returns():
    try:
        yield 1
    except GeneratorExit:
        return "returned at close"
x = returns()
next(x)
print(x.close())
def ignores():
    while True:
        try:
            yield 1
        except GeneratorExit:
            print("ignored")
            yield 2
            return
x = ignores()
next(x)
try:
    x.close()
except RuntimeError as error:
    print(error)
print(list(x))
def raises():
    try:
        yield 1
    finally:
        raise ValueError("in cleanup")
x = raises()
next(x)
try:
    x.close()
except ValueError as error:
    print(error, repr(error.__context__))
print(next(x, "over"))
