def one(a): pass
def two(a, b, **rest): pass


class C:
    def method(self, x): pass


for call in (
    lambda: one(1, a=2), lambda: two(1, 2, b=3), lambda: two(1, 2, a=3, b=4),
    lambda: C().method(1, x=2), lambda: C().method(1, self=2),
):
    try:
        call()
    except TypeError as error:
        print(error)
