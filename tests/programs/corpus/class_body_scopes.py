x = "global"
def f():
    x = "local"
    class C:
        print(x)
        x = "class"
        print(x)
        def m(self): return x
        del x
        print(x)
    return C().m()
print(f())


class D:
    values = [1, 2]
    doubled = [v * 2 for v in values]
    try:
        pairs = [(v, values) for v in range(1)]
    except NameError as error:
        print(error)
    def method(self):
        try:
            return values
        except NameError as error:
            return str(error)
print(D.doubled, D().method())
