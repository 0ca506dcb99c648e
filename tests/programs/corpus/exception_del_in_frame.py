class D:
    def __del__(self): print("del")
def f():
    d = D()
    raise ValueError
try:
    f()
except ValueError:
    print("in except")
print("after")
def g():
    try:
        d = D()
        raise KeyError
    except KeyError as e:
        print("handling")
    print("end of g")
g()
print("out")
