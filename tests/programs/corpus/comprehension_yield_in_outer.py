def f():
    data = [(yield 1), (yield 2)]
    result = [x + (lambda: 1)() for x in data]
    yield result
g = f()
print(next(g), g.send(10), g.send(20))
def gen_in_comp():
    return [list(y for y in (yield_ for yield_ in range(x))) for x in range(3)]
print(gen_in_comp())
