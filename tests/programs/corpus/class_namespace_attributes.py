class Outer:
    """Outer's docstring."""
    class Inner:
        def m(self): pass
        print(__qualname__, __module__)
    __qualname__ = "Renamed"


print(Outer.__doc__, Outer.__qualname__, Outer.Inner.__qualname__, Outer.Inner.m.__qualname__, Outer.__module__)
print(Outer.__dict__.keys() - {"__firstlineno__", "__static_attributes__"} == {"__module__", "__doc__", "Inner", "__dict__", "__weakref__"})
C = type("C", (Outer,), {"x": 1, "f": lambda self: self.x})
print(C.__name__, C.__module__, C().f())
try:
    type("D", (), {"__qualname__": 1})
except TypeError as error:
    print(error)
