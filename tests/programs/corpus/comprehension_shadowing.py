x = "outer"
print([x for x in range(3)], x)
def f():
    y = "kept"
    a = [y for y in range(2)]
    b = [[y for y in range(y)] for y in range(3)]
    c = {y: x for y, x in [(1, 2)]}
    return y, a, b, c
print(f(), x)
def g():
    [z for z in range(2)]
    try:
        z
    except NameError as error:
        print(type(error).__name__, error)
g()
def h(i):
    i = [i for i in range(i)]
    return i
print(h(3))
class C:
    x = 5
    y = [x for x in range(2)]
    z = x
print(C.y, C.z)
