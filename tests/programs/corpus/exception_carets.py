def index(d): return d["a"]["b"]["c"] + d["x"]
def call(f): return f(1)(2)(3)
def binary(a, b): return (a + b) * (
    a / b
)
def attribute(x): return x.real.nothing.imag
def multi(x):
    return foo(
        x,
        y=x + 1,
    )
import traceback
for action in (lambda: index({"a": {"b": {}}}), lambda: call(lambda a: lambda b: None), lambda: binary(1, 0), lambda: attribute(1), lambda: multi(1)):
    try:
        action()
    except Exception:
        print(traceback.format_exc())
