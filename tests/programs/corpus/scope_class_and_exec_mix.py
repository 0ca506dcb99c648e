x = "g"
def f():
    x = "f"
    class A:
        y = x
        x = "A"
        def m(self): return x
        exec("z = x + '!'")
        e = eval("x")
    return A.y, A.x, A().m(), A.z, A.e
print(f())
def g():
    class A:
        def __init__(self): self.v = [i for i in range(2) if __class__ is A]
    return A().v
print(g())
def h():
    x = 1
    class B:
        global x
        y = x
    return B.y
print(h())
class Outer:
    a = 1
    class Inner:
        try:
            b = a
        except NameError as error:
            b = str(error)
print(Outer.Inner.b)
