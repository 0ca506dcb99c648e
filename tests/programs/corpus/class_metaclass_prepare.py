class Ordered(dict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)
    def __getitem__(self, key):
        if not key.startswith("__"):
            print("get", key)
        return super().__getitem__(key)


class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases, **kwargs):
        print("prepare", name, bases, kwargs)
        return Ordered(injected=42)
    def __new__(meta, name, bases, namespace, **kwargs):
        print("new", sorted(k for k in namespace if not k.startswith("__")), kwargs)
        return super().__new__(meta, name, bases, dict(namespace))
    def __init__(cls, name, bases, namespace, **kwargs):
        print("init", type(namespace).__name__)
    def __call__(cls, *args, **kwargs):
        print("call", args)
        return super().__call__(*args, **kwargs)


class C(metaclass=Meta, flag=True):
    x = injected
    y = x + 1
    def method(self): return self.y


print(C().method(), C.x, type(C).__name__)
