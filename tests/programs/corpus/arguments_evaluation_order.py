log = []
def note(x):
    log.append(x)
    return x
def f(*args, **kwargs): return len(args), sorted(kwargs)


note(f)(note(1), *note([2]), note(3), a=note(4), **note({"b": 5}), c=note(6))
print(log)
log.clear()
d = {}
d[note("key")] = note("value")
print(log)
log.clear()
{note(1): note(2), note(3): note(4)}
[note(5), *note((6,)), note(7)]
note(8) if note(False) else note(9)
print(log)
