class Hooks:
    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(f"refused {name}")
        return f"made {name}"
    def __setattr__(self, name, value):
        print("setattr", name, value)
        super().__setattr__(name, value)
    def __delattr__(self, name):
        print("delattr", name)
        object.__delattr__(self, name)
    def __dir__(self): return ["b", "a"]


h = Hooks()
h.x = 1
print(h.x, h.y, hasattr(h, "nothing"), getattr(h, "nope", "default"), dir(h))
del h.x
print(h.x)
try:
    h.no
except AttributeError as error:
    print(error)


class All:
    def __getattribute__(self, name): return f"all {name}"
print(All().x, All().__class__, type(All()))
