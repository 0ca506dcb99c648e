import sys
print(__name__, __doc__, __debug__, sys.argv[0] == __file__, "__builtins__" in globals(), sys.modules["__main__"].__dict__ is globals())
before = set(globals())
def f(): pass
class C: pass
import os
for i in range(2): pass
with open(os.devnull) as fh: pass
try: raise ValueError
except ValueError as e: pass
[z for z in ()]
print(sorted(set(globals()) - before))
def __getattr__(name): return name
import __main__
print(__main__.virtual)
