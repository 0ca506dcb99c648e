def f(it):
    try:
        r = yield from it
        print("returned", r)
    except Exception as error:
        print("outer caught", type(error).__name__, error)
        yield "after"
g = f(iter([1, 2, 3]))
next(g)
try:
    g.send("x")
    print("sent")
except AttributeError as error:
    print(error)
g = f(iter([1, 2]))
next(g)
print(g.throw(ValueError("into list iterator")))
g = f(map(str, [1, 2]))
print(next(g), g.close(), list(g))
g = f(zip("ab", (x for x in range(5))))
print(list(g))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration("it's value")
        return self.n
    def throw(self, *args): print("It.throw", [type(a).__name__ for a in args]); return "thrown"
    def send(self, v): print("It.send", v); return self.__next__()
    def close(self): print("It.close")
g = f(It())
print(next(g), g.send("s"), g.throw(KeyError("k")), next(g))
g.close()
print(list(f(It())))
