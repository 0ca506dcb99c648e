def none(): pass
def one(alpha): pass
def keyword(*, beta=1): pass
def everything(*args): pass


class C:
    def method(self, gamma=1): pass


for call in (
    lambda: none(x=1), lambda: one(1, x=2), lambda: one(alpa=2), lambda: keyword(betta=1),
    lambda: everything(a=1), lambda: C().method(gama=1), lambda: C().method(self=1),
    lambda: C(x=1), lambda: none(**{"not an identifier": 1}),
):
    try:
        call()
    except TypeError as error:
        print(error)
