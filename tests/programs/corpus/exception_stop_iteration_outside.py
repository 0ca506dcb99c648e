def f(): raise StopIteration("value")
try:
    f()
except StopIteration as e:
    print(e.value, e.args)
class I:
    def __iter__(self): return self
    def __next__(self): f()
print(list(I()), [x for x in I()])
def uses():
    return next(iter(()))
uses()
