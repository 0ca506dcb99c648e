class Meta(type):
    def __call__(cls, *args):
        print("Meta.__call__", cls.__name__, args)
        instance = cls.__new__(cls, *args)
        instance.__init__(*args)
        return instance
    def __getitem__(cls, item): return (cls.__name__, item)
    def __iter__(cls): return iter("meta")
    def __len__(cls): return 3
    def __contains__(cls, x): return x == 1
    def __instancecheck__(cls, x): return x == "instance"
    def __subclasscheck__(cls, x): return x is int
    def __repr__(cls): return f"<{cls.__name__}>"
    @property
    def meta_property(cls): return "from meta"


class C(metaclass=Meta):
    def __init__(self, x): self.x = x
    def __new__(cls, x): return super().__new__(cls)


print(C(5).x, C[1:2], list(C), len(C), 1 in C, isinstance("instance", C), issubclass(int, C), C, C.meta_property)
try:
    C(1).meta_property
except AttributeError as error:
    print(error)
class D(C): pass
print(D, type(D) is Meta)
