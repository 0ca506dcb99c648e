class Data:
    def __get__(self, instance, owner=None):
        return ("get", instance is None, owner and owner.__name__)
    def __set__(self, instance, value): print("set", value)
    def __delete__(self, instance): print("delete")


class NonData:
    def __get__(self, instance, owner=None): return "non-data"


class C:
    d = Data()
    n = NonData()


c = C()
print(C.d, c.d, c.n)
c.d = 1
c.n = "instance"
del c.d
print(c.n, c.__dict__)
c.__dict__["d"] = "hidden"
print(c.d)
try:
    del C.n
    print(C().n)
except AttributeError as error:
    print(error)
