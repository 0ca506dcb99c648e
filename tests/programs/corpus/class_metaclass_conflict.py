class M1(type): pass
class M2(type): pass
class A(metaclass=M1): pass
class B(metaclass=M2): pass
try:
    class C(A, B): pass
except TypeError as error:
    print(error)
class M3(M1, M2): pass
class D(A, B, metaclass=M3): pass
print(type(D).__name__)
def function_meta(name, bases, namespace, **kw):
    print(name, bases, sorted(k for k in namespace if not k.startswith("__")), kw)
    return "not a class"
class E(A, metaclass=function_meta, k=1):
    x = 1
print(E)
class F(metaclass=lambda *a: type(*a)): pass
print(F.__name__)
