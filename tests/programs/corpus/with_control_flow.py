class CM:
    def __enter__(self): return self
    def __exit__(self, *args):
        print("exit", args[0])
        return False
def returns():
    with CM():
        return "value"
def loops():
    for i in range(4):
        with CM():
            if i == 1: continue
            if i == 2: break
            print("body", i)
    else:
        print("never")
    return i
def yields():
    with CM():
        yield 1
        yield 2
def overrides():
    with CM():
        try:
            return 1
        finally:
            return 2
print(returns(), loops(), list(yields()), overrides())
g = yields()
next(g)
g.close()
g = yields()
next(g)
del g
print("end")
