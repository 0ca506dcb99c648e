from shapes import *
print(sorted(n for n in globals() if not n.startswith("__")))
from starred import *
print(visible, "_hidden" in globals(), inner.b)
try:
    from starred.inner import *
except AttributeError as error:
    print(error)
print(a)
namespace = {}
exec("from shapes import *", namespace)
print(sorted(n for n in namespace if n != "__builtins__"))
try:
    exec("def f():\n from os import *")
except SyntaxError as error:
    print(error.msg)
