def f(n): return f(n + 1)
try:
    f(0)
except RecursionError as error:
    print(type(error).__name__, str(error)[:32])
class R:
    def __getattr__(self, name): return self.other
    def __repr__(self): return repr(self)
    def __eq__(self, o): return self == o
    def __call__(self): return self()
for call in (lambda: R().x, lambda: repr(R()), lambda: R() == 1, lambda: R()()):
    try:
        call()
    except RecursionError as error:
        print(str(error)[:32])
def g(n):
    try:
        return g(n + 1)
    except RecursionError:
        return "recovered"
print(g(0))
