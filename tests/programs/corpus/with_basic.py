class CM:
    def __init__(self, name, suppress=False):
        self.name, self.suppress = name, suppress
    def __enter__(self):
        print("enter", self.name)
        return self.name
    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, value, tb is not None)
        return self.suppress
with CM("a") as a, CM("b") as b:
    print(a, b)
with (CM("c"), CM("d") as d,):
    print(d)
with CM("e", True):
    raise ValueError("swallowed")
print("after")
try:
    with CM("f"), CM("g"):
        raise KeyError("through")
except KeyError as error:
    print("caught", error)
with CM("h") as (x, *y):
    pass
