class A:
    def where(self): return __class__
    @staticmethod
    def static(): return __class__
    @classmethod
    def cls(cls): return __class__, cls
    nested = lambda self: (lambda: __class__)()


class B(A): pass
print(B().where(), B.static(), B.cls(), B().nested())
print(A.where.__code__.co_freevars)
