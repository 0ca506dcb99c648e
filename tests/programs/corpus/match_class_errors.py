class Bad1: __match_args__ = "x"
class Bad2: __match_args__ = (1,)
class Dup:
    __match_args__ = ("a",)
    a = 1
class Same:
    __match_args__ = ("a", "a")
    a = 1
class None_: pass
def case1():
    match Bad1():
        case Bad1(x): pass
def case2():
    match Bad2():
        case Bad2(x): pass
def case3():
    match Dup():
        case Dup(1, 2): pass
def case4():
    match Dup():
        case Dup(x, a=y): pass
def case5():
    match None_():
        case None_(x): pass
def case6():
    match 1:
        case int(1, 2): pass
def case7():
    not_class = 5
    match 1:
        case not_class(): pass
def case8():
    match 1:
        case undefined.name: pass
def case9():
    match Same():
        case Same(x, y): pass
for case in (case1, case2, case3, case4, case5, case6, case7, case8, case9):
    try:
        case()
    except Exception as error:
        print(type(error).__name__, error)
class Prop:
    __match_args__ = ("p",)
    @property
    def p(self): raise ValueError("from property")
match Prop():
    case Prop(p): pass
