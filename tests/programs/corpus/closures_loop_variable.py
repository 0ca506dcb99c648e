late = [lambda: i for i in range(3)]
early = [lambda i=i: i for i in range(3)]
print([f() for f in late], [f() for f in early])
def functions():
    for j in range(3):
        yield lambda: j
print([f() for f in functions()], [f() for f in list(functions())])
