import gc
class Loud:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def g(name):
    local = Loud(name)
    try:
        yield 1
    finally:
        print("finally", name)
x = g("not started")
del x
print("-")
x = g("suspended")
next(x)
del x
print("-")
x = g("exhausted")
list(x)
print("still referenced")
del x
x = g("cycle")
next(x)
def f(): return x
x_holder = [x]
x_holder.append(x_holder)
del x, f, x_holder
gc.collect()
print("collected")
for _ in g("loop break"): break
print("after loop")
def caller():
    y = g("local of function")
    next(y)
    return "returning"
print(caller())
last = g("at exit")
next(last)
