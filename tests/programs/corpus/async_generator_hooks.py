import sys, gc
log = []
def first(g): log.append(("first", g.__name__))
def final(g):
    log.append(("final", g.__name__))
    try: g.aclose().send(None)
    except StopIteration: pass
sys.set_asyncgen_hooks(firstiter=first, finalizer=final)
async def agen():
    try:
        yield 1
        yield 2
    finally:
        log.append("cleanup")
g = agen()
try: g.__anext__().send(None)
except StopIteration as s: print(s.value)
del g
gc.collect()
print(log, sys.get_asyncgen_hooks().firstiter is first)
sys.set_asyncgen_hooks(None, None)
h = agen()
try: h.asend(None).send(None)
except StopIteration as s: print(s.value)
del h
gc.collect()
print(log[-1])
