def f(): return 1
def g(): return 2
f.__code__ = g.__code__
print(f())


def make(x):
    def h(): return x
    return h
try:
    f.__code__ = make(1).__code__
except ValueError as error:
    print(error)
h, other = make(1), make(2)
print(h(), other())
import types
mixed = types.FunctionType(h.__code__, {}, "mixed", None, other.__closure__)
print(mixed(), mixed.__name__)
