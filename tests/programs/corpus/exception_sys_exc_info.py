import sys
def info(): return sys.exc_info()[0] and sys.exc_info()[0].__name__
print(info())
try:
    raise ValueError
except ValueError:
    print(info())
    try:
        raise KeyError
    except KeyError:
        print(info())
    print(info())
    def inside():
        try:
            raise TypeError
        except TypeError:
            return info()
    print(inside(), info())
print(info())
for i in range(2):
    try:
        raise LookupError
    except LookupError:
        continue
print(info())
def returning():
    try:
        raise OSError
    except OSError:
        return info()
print(returning(), info())
if hasattr(sys, "exception"): print(sys.exception())
