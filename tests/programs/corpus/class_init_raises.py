class C:
    def __init__(self, x):
        self.x = 1 / x
    def __del__(self): print("deleted", hasattr(self, "x"))
try:
    C(0)
except ZeroDivisionError:
    print("caught")
C(1)
C(0)
