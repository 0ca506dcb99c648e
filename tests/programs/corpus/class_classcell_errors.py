class Lost(type):
    def __new__(meta, name, bases, namespace):
        namespace.pop("__classcell__", None)
        return super().__new__(meta, name, bases, namespace)
try:
    class A(metaclass=Lost):
        def m(self): return __class__
    print("made")
except Exception as error:
    print(type(error).__name__, error)


class Wrong(type):
    def __new__(meta, name, bases, namespace):
        cls = super().__new__(meta, name, bases, namespace)
        if "__classcell__" in namespace:
            other = dict(namespace)
            return type(name, (), other)
        return cls
try:
    class B(metaclass=Wrong):
        def m(self): return __class__
except Exception as error:
    print(type(error).__name__, error)
try:
    type("C", (), {"__classcell__": 1})
except TypeError as error:
    print(error)
