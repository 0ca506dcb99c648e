class _Hidden:
    __x = 1
    def __method(self): return self.__x
    def call(self): return self.__method()
    def set(self, __arg): 
        __local = __arg
        return locals().keys()
    class __Inner: pass
    def trailing__(self): return self.__dunder__
    __dunder__ = "d"


h = _Hidden()
print(h.call(), sorted(k for k in vars(_Hidden) if "Hidden" in k), list(h.set(1)), h.trailing__())
try:
    h.__x
except AttributeError as error:
    print(error)
class __:
    __y = 2
print(sorted(k for k in vars(__) if "y" in k))
class A:
    import os as __os
    def f(self):
        global __g
        __g = 3
        nested = lambda: self.__os.__name__
        return nested()
print(A().f(), _A__g)
