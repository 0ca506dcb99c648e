class C: x = 1
c = C()
print(vars(c), c.__dict__)
c.y = 2
c.__dict__["z"] = 3
print(c.z, vars(c), dir(c)[-3:])
c.__class__ = type("D", (C,), {"w": 5})
print(c.w, type(c).__name__)
c.__dict__ = {"new": 1}
print(c.new, hasattr(c, "y"))
try:
    c.__dict__ = 1
except TypeError as error:
    print(error)
C.x = 10
print(c.x)
del C.x
try:
    c.x
except AttributeError as error:
    print(error, error.name, error.obj is c)
