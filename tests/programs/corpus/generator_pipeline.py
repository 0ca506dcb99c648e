def source(): 
    for i in range(6):
        print("produce", i)
        yield i
def odd(xs):
    for x in xs:
        if x % 2: yield x
def square(xs):
    return (x * x for x in xs)
def coroutine(f):
    def start(*a):
        c = f(*a)
        next(c)
        return c
    return start
@coroutine
def sink(out):
    try:
        while True: out.append((yield))
    except GeneratorExit:
        out.append("closed")
@coroutine
def tee(*targets):
    while True:
        v = yield
        for t in targets: t.send(v)
print(list(square(odd(source()))))
a, b = [], []
s, t = sink(a), sink(b)
both = tee(s, t)
for v in "xy": both.send(v)
s.close(); t.close()
print(a, b)
