import contextlib, functools
class Emitter:
    def __init__(self): self.handlers = {}
    def on(self, event, priority=0):
        def register(f):
            self.handlers.setdefault(event, []).append((priority, f))
            self.handlers[event].sort(key=lambda p: -p[0])
            return f
        return register
    def emit(self, event, /, *args, **kwargs):
        errors = []
        for _, h in self.handlers.get(event, ()):
            try: yield h(*args, **kwargs)
            except Exception as e: errors.append(e)
        if errors: raise ExceptionGroup(f"{event} failed", errors)
    @contextlib.contextmanager
    def muted(self, event):
        saved = self.handlers.pop(event, [])
        try: yield len(saved)
        finally: self.handlers[event] = saved
e = Emitter()
@e.on("x", priority=1)
def first(n, *, k=1): return "first", n, k
@e.on("x")
def second(n, **kw): return 1 / n
e.on("x", 5)(functools.partial(print, "partial"))
print(list(e.emit("x", 2, k=3)))
with e.muted("x") as n: print(n, list(e.emit("x")))
try:
    for r in e.emit("x", 0): print(r)
except* ZeroDivisionError as g: print(repr(g))
list(e.emit("x"))
