class Named:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name
    def __get__(self, instance, owner):
        return f"{self.name} of {'class' if instance is None else 'instance'}"


class C:
    a = Named()
    b = Named()
print(C.a, C().b)


class Broken:
    def __set_name__(self, owner, name): raise ValueError("no name")
try:
    class D:
        x = Broken()
except Exception as error:
    print(type(error).__name__, error, getattr(error, "__notes__", None), repr(error.__cause__))
