def none(): pass
def one(a): pass
def two(a, b): pass
def three(a, b, c, d=1): pass
def keyword(*, k): pass
def keywords(*, k, l, m=1): pass
def positional(a, b, /): pass


class C:
    def method(self, x, y): pass
    def __init__(self, value): pass


for call in (
    lambda: one(), lambda: two(), lambda: two(1), lambda: three(), lambda: three(1),
    lambda: three(c=1), lambda: keyword(), lambda: keywords(), lambda: keywords(l=1),
    lambda: positional(), lambda: positional(1), lambda: C(), lambda: C(1).method(),
    lambda: C(1).method(1), lambda: C.method(), lambda: (lambda x, y: 0)(),
):
    try:
        call()
    except TypeError as error:
        print(error)
    else:
        print("no error")
