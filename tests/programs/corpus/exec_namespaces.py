exec("a = 1")
print(a)
ns = {}
exec("b = 2\ndef f(): return b\nclass C: v = b", ns)
print(ns["f"](), ns["C"].v, ns["C"].__module__, sorted(k for k in ns if k != "__builtins__"))
g, l = {"x": "global"}, {"y": "local"}
exec("z = x + y\ndef f():\n  return x\ntry:\n  r = [q for q in y][0]\nexcept NameError as e: r = 'name error'", g, l)
print(sorted(l), l["f"](), l["r"], l["z"])
def inside():
    v = 1
    exec("v = 2; w = 3")
    return v, "w" in locals()
print(inside())
exec("print(__name__)")
exec("print(__name__)", {"__name__": "other"})
code = compile("total = sum(range(n))", "<made>", "exec")
for n in (3, 5):
    exec(code)
    print(total, code.co_filename)
for bad in (lambda: exec(1), lambda: exec("x", 1), lambda: exec("x", {}, 1), lambda: exec(inside.__code__, {}, {}), lambda: exec("1 +")):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)
def free(x): return lambda: x
try:
    exec(free(1).__code__)
except TypeError as error:
    print(error)
exec(free(0).__code__, closure=free("given").__closure__) if hasattr(exec, "__call__") else 0
