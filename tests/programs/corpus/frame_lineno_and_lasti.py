import sys
def f():
    frame = sys._getframe()
    a = frame.f_lineno
    b = (
        frame.f_lineno,
        frame.f_lineno
    )
    c = frame.f_lineno; d = frame.f_lineno
    i, j = frame.f_lasti, frame.f_lasti
    return a, b, c, d, j > i, i % 2
print(f())
def g(): return sys._getframe()
fr = g()
print(fr.f_lineno, fr.f_back and fr.f_back.f_code.co_name, fr.f_code.co_name, fr.f_locals)
fr.clear()
def live():
    try:
        sys._getframe().clear()
    except RuntimeError as error:
        print(error)
live()
print(type(fr), repr(fr).split(" at ")[0])
