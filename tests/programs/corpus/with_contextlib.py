import contextlib, io
@contextlib.contextmanager
def managed(name):
    print("in", name)
    try:
        yield name
    except ValueError as error:
        print("handled", error)
    finally:
        print("out", name)
with managed("a") as x: print(x)
with managed("b"): raise ValueError("v")
try:
    with managed("c"): raise KeyError("k")
except KeyError as error:
    print("outside", error)
with contextlib.suppress(ZeroDivisionError): 1 / 0
with contextlib.redirect_stdout(io.StringIO()) as out: print("hidden")
print(out.getvalue().strip())
with contextlib.ExitStack() as stack:
    for n in "xyz": stack.enter_context(managed(n))
    stack.callback(print, "callback", sep="!")
    stack.push(lambda *a: print("pushed", a[0]) or True)
    raise RuntimeError("swallowed by push")
@managed("decorator")
def f(): print("decorated")
f()
@contextlib.contextmanager
def twice():
    yield 1
    yield 2
@contextlib.contextmanager
def never():
    if 0: yield
for m in (twice, never):
    try:
        with m(): pass
    except RuntimeError as error:
        print(error)
with contextlib.closing(io.StringIO("x")) as s: print(s.read())
with contextlib.nullcontext(5) as n: print(n)
