def only(a, b, /): return a, b
def mixed(a, /, b, *, c): return a, b, c
def swallow(a, /, **rest): return a, rest
def default(a, b=2, /, c=3): return a, b, c


print(only(1, 2), mixed(1, 2, c=3), mixed(1, b=2, c=3), swallow(1, a=2), default(1), default(1, 5, c=7))
for call in (
    lambda: only(1, b=2), lambda: only(a=1, b=2), lambda: mixed(a=1, b=2, c=3),
    lambda: swallow(a=1), lambda: default(b=1), lambda: default(1, b=1),
):
    try:
        print(call())
    except TypeError as error:
        print(error)
