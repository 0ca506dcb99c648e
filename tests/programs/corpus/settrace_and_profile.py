import sys
def f(): return 1
print(sys.gettrace() is None or True)
print(sys.getrecursionlimit() > 50)
old = sys.getrecursionlimit()
sys.setrecursionlimit(old + 100)
print(sys.getrecursionlimit() - old)
sys.setrecursionlimit(old)
try: sys.setrecursionlimit(0)
except ValueError as e: print(e)
print(callable(sys.displayhook), sys.intern("abc") == "abc")
