def inner(n):
    yield n
    raise ValueError("from inner")
def outer():
    for i in range(2):
        yield from inner(i)
def use():
    for x in outer():
        print(x)
use()
