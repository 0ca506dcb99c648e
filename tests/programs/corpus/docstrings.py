"""Module's."""
def f():
    """F's."""
def g():
    "a" "b"
def h():
    f"not {1}"
def i(): b"not"
class C:
    """C's."""
    def m(self):
        '''M's
        second line'''
    @property
    def p(self): """P's."""
lam = lambda: "not"
print(__doc__, f.__doc__, g.__doc__, h.__doc__, i.__doc__, C.__doc__, C.m.__doc__, C.p.__doc__, lam.__doc__)
f.__doc__ = "changed"
C.__doc__ = "changed too"
print(f.__doc__, C.__doc__, f.__code__.co_consts[0] in ("F's.", None))
