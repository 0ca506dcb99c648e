def f():
    x = "kept"
    try:
        [1 / x for x in (1, 0)]
    except ZeroDivisionError:
        print("x is", x)
    try:
        {x: y for x in range(2) for y in x}
    except TypeError as error:
        print(error, x)
f()
def g(values): return [int(v) for v in values]
def h(): return {k: [g(v) for v in k] for k in [("1", "x")]}
h()
