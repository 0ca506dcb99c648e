x, y, z = 1, 2, [0, 1, 2, 3]
del x
try:
    x
except NameError as error:
    print(error)
del y, z[0], z[1:]
print(z)
def f(a, b):
    del a
    try:
        return a
    except UnboundLocalError as error:
        print(error)
    del b
    try:
        del b
    except UnboundLocalError as error:
        print(error)
f(1, 2)
try:
    del undefined
except NameError as error:
    print(error)
class C:
    a = b = 1
    del a
    try:
        del a
    except NameError as error:
        print(error)
print(hasattr(C, "a"), C.b)
d = {"k": 1}
(m, [n]) = 1, [2]
del (m, [n]), d["k"]
print(d)
try:
    del d["k"]
except KeyError as error:
    print(repr(error))
