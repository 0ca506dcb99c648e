class A:
    def no_arguments(): return super()
    @staticmethod
    def static(): return super()
    @staticmethod
    def wrong(x): return super()
    def deleted(self):
        del self
        return super()
    def rebound(self):
        self = 1
        return super()
    def missing(self): return super().nothing
    def two(self): return super(int, self)
    def kind(self): return super(1, self)


def plain(self): return super()
for call in (A.no_arguments, A.static, lambda: A.wrong(1), A().deleted, A().rebound, A().missing,
             A().two, A().kind, lambda: plain(1), lambda: super()):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
