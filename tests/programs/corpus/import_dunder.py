import sys
m = __import__("shapes.deep.leaf")
print(m.__name__)
print(__import__("shapes.deep", fromlist=["leaf"]).__name__, __import__("shapes", globals(), locals(), ["lazy_sub"], 0).lazy_sub.value)
print(__import__("square", {"__package__": "shapes", "__name__": "shapes"}, None, ["area"], 1).__name__)
for args in (("",), ("os", None, None, (), -1), (5,)):
    try:
        __import__(*args)
    except Exception as error:
        print(type(error).__name__, error)
import builtins
original = builtins.__import__
def traced(name, globals=None, locals=None, fromlist=(), level=0):
    if name.startswith(("shapes", "math")) or level: print("import", name, fromlist, level, globals["__name__"])
    return original(name, globals, locals, fromlist, level)
builtins.__import__ = traced
try:
    import math
    from shapes import circle
    import shapes.square as s
finally:
    builtins.__import__ = original
