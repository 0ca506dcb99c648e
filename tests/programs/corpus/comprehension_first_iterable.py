def it(name):
    print("iter", name)
    return [1, 2]
g = (x + y for x in it("outer") for y in it("inner"))
print("made")
print(list(g))
try:
    g = (x for x in 1)
    print("created")
except TypeError as error:
    print("at creation", error)
try:
    [x for x in 1]
except TypeError as error:
    print(error)
class C:
    n = 3
    g = [x for x in range(n)]
print(C.g)
