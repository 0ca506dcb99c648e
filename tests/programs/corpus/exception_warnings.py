import warnings
def f():
    warnings.warn("here")
    warnings.warn("caller", DeprecationWarning, stacklevel=2)
    warnings.warn(UserWarning("instance"), stacklevel=3)
def g():
    f()
g()
warnings.warn_explicit("explicit", RuntimeWarning, "some.py", 42)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        g()
    except UserWarning as error:
        print(repr(error))
class W(UserWarning): pass
warnings.warn("own", W)
[warnings.warn("in comprehension", stacklevel=1) for _ in range(1)]
class C:
    warnings.warn("class body")
    def __init__(self): warnings.warn("init", stacklevel=2)
C()
def gen():
    warnings.warn("generator", stacklevel=2)
    yield
next(gen())
list(gen())
