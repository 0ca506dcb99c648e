import weakref, gc
def g():
    yield 1
x = g()
r = weakref.ref(x, lambda ref: print("callback", ref() is None))
print(r() is x, weakref.getweakrefcount(x))
del x
print(r())
y = g()
p = weakref.proxy(y)
print(next(p))
d = weakref.WeakKeyDictionary({y: "value"})
s = weakref.WeakSet([y])
print(len(d), len(s))
weakref.finalize(y, print, "finalised")
del y
print(len(d), len(s))
