class Enter:
    def __enter__(self): raise ValueError("enter")
    def __exit__(self, *a): print("not called")
class Exit:
    def __enter__(self): pass
    def __exit__(self, *a): raise TypeError("exit")
class Outer:
    def __enter__(self): return self
    def __exit__(self, kind, value, tb):
        print("outer exit", kind.__name__, value, repr(value.__context__))
        return True
with Outer(), Enter(): pass
with Outer(), Exit(): pass
with Outer(), Exit(): raise KeyError("body")
try:
    with Exit(): raise KeyError("body")
except TypeError as error:
    print(repr(error.__context__))
with Exit():
    raise LookupError("shown in chain")
