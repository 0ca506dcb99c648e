def deco(f):
    def inner(*a):
        return f(*a)
    return inner
@deco
@deco
def f(x):
    return 1 / x
def bad(f): raise TypeError("decorator")
try:
    @bad
    def g():
        pass
except TypeError as error:
    print(error.__traceback__.tb_lineno, error.__traceback__.tb_next.tb_lineno)
f(0)
