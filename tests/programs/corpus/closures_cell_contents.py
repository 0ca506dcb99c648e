def f():
    a = 1
    def g(): return a
    return g


g = f()
cell = g.__closure__[0]
cell.cell_contents = 42
print(g(), cell.cell_contents)
del cell.cell_contents
try:
    g()
except NameError as error:
    print(error)
try:
    cell.cell_contents
except ValueError as error:
    print(error)
