def tag(cls):
    cls.tagged = True
    return cls
def with_arg(n):
    print("factory", n)
    def wrap(cls):
        print("wrap", cls.__name__, n)
        cls.n = n
        return cls
    return wrap
@tag
@with_arg(1)
@with_arg(2)
class C: pass
print(C.tagged, C.n)
@lambda c: "replaced"
class D: pass
print(D)
@(decorators := [tag])[0]
class E: pass
print(E.tagged, len(decorators))
