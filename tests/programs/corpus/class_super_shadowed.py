class A:
    def m(self): return "A"
def make(super):
    class B(A):
        def m(self): return super(1)
    return B
print(make(lambda x: ("mine", x))().m())


class Super(super): pass
class C(A):
    def m(self): return Super(C, self).m()
print(C().m())
s = super(C, C())
print(s.__thisclass__, s.__self_class__, type(s.__self__))
