import sys
def info(): return sys.exc_info()[0] and sys.exc_info()[0].__name__
def gen():
    yield info()
    try:
        raise KeyError
    except KeyError:
        yield info()
        yield info()
    yield info()
g = gen()
print(next(g))
try:
    raise ValueError
except ValueError:
    print(next(g), info())
print(info(), next(g), info())
try:
    raise OSError
except OSError:
    print(next(g), info())
h = gen()
try:
    raise TypeError
except TypeError:
    print(next(h))
print(list(h), info())
