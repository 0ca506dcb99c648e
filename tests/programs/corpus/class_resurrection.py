saved = []
class Phoenix:
    def __del__(self):
        print("del")
        saved.append(self)
p = Phoenix()
del p
print(len(saved))
saved.clear()
print("cleared")
import gc, weakref
class Cycle:
    def __init__(self): self.me = self
    def __del__(self): print("cycle collected")
c = Cycle()
ref = weakref.ref(c, lambda r: print("weakref callback"))
del c
print(ref() is None)
gc.collect()
print(ref() is None)
