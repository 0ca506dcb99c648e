x = 5
g = (x + y for y in range(3))
x = 10
print(list(g))
def f():
    z = 1
    g = (z + i for i in range(2))
    z = 100
    return list(g)
print(f())
g = (i for i in [1, 2])
print(g.__name__, g.__qualname__, g.gi_frame.f_locals.keys(), type(g).__name__)
nested = ((i, j) for i in range(2) for j in (k * i for k in range(2)))
print(list(nested))
def names(): return (lambda: (yield 1))()
print(list(names()))
print((lambda: [(yield 1), (yield 2)])().__next__())
def genexp_close():
    try:
        yield 1
    finally:
        print("inner closed")
g = (x for x in genexp_close())
next(g)
g.close()
print("closed"); 
del g
