class Odd:
    def __init__(self, v): self.v = v
    def __enter__(self): return self
    def __exit__(self, *a): return self.v
class BadBool:
    def __bool__(self): raise RuntimeError("bool of exit")
for v in (1, "yes", [], None, 0, [0]):
    try:
        with Odd(v): raise ValueError
        print("suppressed", v)
    except ValueError:
        print("raised", v)
try:
    with Odd(BadBool()): raise ValueError("original")
except RuntimeError as error:
    print(error, repr(error.__context__))
