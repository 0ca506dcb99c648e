namespace = {"__builtins__": {"print": print, "len": len}}
exec("print(len([1]))", namespace)
for source in ("open('x')", "class A: pass", "import os", "[x for x in range(3)]"):
    try:
        exec(source, {"__builtins__": {}})
    except Exception as error:
        print(type(error).__name__, error)
exec("def f(): return sorted", d := {})
print(d["f"]() is sorted, d["f"].__builtins__["len"] is len)
