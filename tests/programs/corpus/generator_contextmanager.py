from contextlib import ContextDecorator, ExitStack, contextmanager
@contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name.upper()
    except ValueError as e:
        print("swallow", e)
    finally:
        print(f"</{name}>")
with tag("a") as a, tag("b") as b: print(a, b)
def gen():
    with tag("g"):
        yield 1
        yield 2
for x in gen(): print(x); break
with tag("v"): raise ValueError(1)
@contextmanager
def reraises():
    try: yield
    except KeyError as e: raise LookupError("new") from e
try:
    with reraises(): raise KeyError
except LookupError as e:
    print(repr(e), repr(e.__cause__))
@contextmanager
def stopper():
    yield
try:
    with stopper(): raise StopIteration("body")
except StopIteration as e:
    print(repr(e))
