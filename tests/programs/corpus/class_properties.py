class Temperature:
    def __init__(self): self._c = 0
    @property
    def celsius(self):
        "in degrees"
        return self._c
    @celsius.setter
    def celsius(self, value):
        if value < -273:
            raise ValueError("too cold")
        self._c = value
    @celsius.deleter
    def celsius(self): print("deleted")
    @property
    def fixed(self): return 1
    @property
    def broken(self): return self.nothing


t = Temperature()
t.celsius = 20
t.celsius += 5
print(t.celsius, Temperature.celsius.__doc__)
del t.celsius
for action in (lambda: setattr(t, "celsius", -300), lambda: setattr(t, "fixed", 2), lambda: t.broken, lambda: delattr(t, "fixed")):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
