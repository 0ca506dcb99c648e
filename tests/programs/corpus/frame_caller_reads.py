import sys
def caller_locals(): return dict(sys._getframe(1).f_locals)
def f(x):
    y = x + 1
    return caller_locals()
print(f(1))
def interpolate(template): return template.format(**sys._getframe(1).f_locals)
def g(name): return interpolate("hello {name}")
print(g("world"))
def set_global(**kw): sys._getframe(1).f_globals.update(kw)
set_global(fresh=5)
print(fresh)
def publish(): sys._getframe(1).f_locals["from_callee"] = 1
class C:
    publish()
print(C.from_callee)
import string, collections
print(string.Template("$a").substitute(a=1), collections.namedtuple("X", "a").__module__)
