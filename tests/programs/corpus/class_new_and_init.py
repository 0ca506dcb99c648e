class Singleton:
    instance = None
    def __new__(cls, *args):
        if cls.instance is None:
            print("new", args)
            cls.instance = super().__new__(cls)
        return cls.instance
    def __init__(self, *args): print("init", args)
print(Singleton(1) is Singleton(2))


class Other:
    def __new__(cls): return 42
    def __init__(self): print("never")
print(Other())


class Tuple(tuple):
    def __new__(cls, *items): return super().__new__(cls, items)
    def __init__(self, *items): self.n = len(items)
print(Tuple(1, 2), Tuple(1, 2).n)


class Returns:
    def __init__(self): return 1
try:
    Returns()
except TypeError as error:
    print(error)
for call in (lambda: object(1), lambda: type("X", (), {})(1), lambda: Singleton.__new__(), lambda: object.__new__(int)):
    try:
        call()
    except TypeError as error:
        print(error)
