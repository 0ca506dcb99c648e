for source in ("for x in 1: pass", "[*1]", "a, b = 1", "a, *b = None", "for x in object(): pass", "1 in 1", "{**1}", "iter(5)"):
    try:
        exec(source)
    except TypeError as error:
        print(error)
class NoNext:
    def __iter__(self): return self
class Raises:
    def __iter__(self): return self
    def __next__(self): raise LookupError("next")
for thing in (NoNext(), Raises()):
    try:
        for x in thing: pass
    except Exception as error:
        print(type(error).__name__, error)
