def none(): pass
def one(a): pass
def default(a, b=1): pass
def defaults(a=1, b=2): pass
def keyword(a, *, k=1): pass
def required(a, *, k): pass
def two_required(*, k, l): pass


class C:
    def method(self): pass
    def other(self, x=1): pass


for call in (
    lambda: none(1), lambda: none(1, 2), lambda: one(1, 2), lambda: one(1, 2, 3),
    lambda: default(1, 2, 3), lambda: defaults(1, 2, 3), lambda: keyword(1, 2),
    lambda: keyword(1, 2, k=3), lambda: required(1, 2, k=3), lambda: required(1, 2),
    lambda: two_required(1, k=1, l=2), lambda: C().method(1), lambda: C().other(1, 2),
    lambda: C(1), lambda: one(*range(5)),
):
    try:
        call()
    except TypeError as error:
        print(error)
