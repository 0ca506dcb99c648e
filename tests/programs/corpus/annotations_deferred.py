# requires: 3.14
import annotationlib
def f(x: later, y: "quoted") -> later.z: pass
try:
    f.__annotations__
except NameError as error:
    print(error)
print(annotationlib.get_annotations(f, format=annotationlib.Format.STRING))
later = type("later", (), {"z": 1})
print(f.__annotations__["return"], f.__annotate__(1)["y"])
class C:
    a: undefined
    if f: b: int = 2
print(annotationlib.get_annotations(C, format=annotationlib.Format.FORWARDREF).keys(), C.b)
v: missing = 1
print(__annotate__(4) if 0 else "module annotate", v)
