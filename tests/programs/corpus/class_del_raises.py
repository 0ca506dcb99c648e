class Noisy:
    def __del__(self): raise ValueError("in del")
n = Noisy()
del n
print("went on")
def f():
    n = Noisy()
    print("in f")
f()
print("done")
