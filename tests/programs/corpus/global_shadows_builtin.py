def f(): return len([1, 2])
print(f())
len = lambda x: "mine"
print(f())
del len
print(f())
import builtins
builtins.extra_builtin = "seen"
print(extra_builtin)
del builtins.extra_builtin
try:
    extra_builtin
except NameError as error:
    print(error)
