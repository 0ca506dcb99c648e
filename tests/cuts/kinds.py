"""More programs that are cut: what else can be suspended, and what else it can run through.

OBJECTS are whole sources: their `case()` makes the object that is cut. ITERATORS are expressions
that a `for` runs over; LOCAL those that no other Python takes (3.14 has no way to put most of
itertools to a place; a file is this machine's).
"""

OBJECTS = """
def case():
    return (n * m for n in range(1, 4) for m in (n, -n) if n + m)
---
def case(scale=2):
    return (lambda start: ((yield start), (yield start * scale)))(5)
---
def case():
    async def pairs():
        return [n async for n in (m * 2 async for m, _ in numbers(3))]
    return pairs()
---
def case():
    return (n async for n in numbers(3) if await pause("if"))
---
class Tree:
    def __init__(self, *parts): self.parts = parts
    def __iter__(self):
        for part in self.parts:
            if isinstance(part, Tree): yield from part
            else: yield part
def case():
    return iter(Tree(1, Tree(2, Tree(3), 4), 5))
---
class Base:
    def put(self, *values): return "base", values
class Derived(Base):
    def put(self, value):
        got = super().put((yield value), *[(yield 2)])
        return got, __class__.__name__, (yield super().put)  is None
    @classmethod
    def made(cls): return cls().put("first")
def case():
    return Derived.made()
---
@types.coroutine
def case():
    got = yield from pause_twice()
    try:
        return got, (yield "based")
    finally:
        print("based is done")
---
def case(a=1, b=2, /, c=3, *rest, d=4, **named):
    a = yield a, b, c, rest, d, named
    del b, rest
    yield sorted(locals())
    b = (yield a), c, d
    return a, b
---
def case():
    def signature(a, b=(1, 2), /, *rest, c, d=4, **named):
        def inner(): return a, rest, named
        yield inner()
        yield inner(), c, d
    return signature(0, *"xyz", c=3, other=5)
---
@contextlib.contextmanager
def nested():
    with managed("outer") as name:
        yield name
def case():
    manager = nested()
    try:
        yield manager.__enter__()
        with managed("inner"):
            yield "both"
    finally:
        yield manager.__exit__(None, None, None)
---
@contextlib.contextmanager
def retried():
    for n in range(2):
        print("try", n)
    yield n
def case():
    @retried()
    def work(): return "worked"
    yield work()
    with retried() as n, contextlib.closing(walk(2)) as steps:
        for step in steps: yield n, step
---
def case():
    def ping(other):
        while (got := (yield "ping")) is not None and got < 3:
            next(other)
    def pong():
        yield from iter(int, 1)
    return ping(pong())
---
def case():
    waiting = walk(3)
    next(waiting)
    started, fresh = waiting, walk(2)
    yield next(started)
    yield list(fresh)
    yield list(waiting), started is waiting
---
def case():
    me = [None]
    def generator():
        yield me[0] is not None
        yield me[0] is not me
        return "held itself"
    me[0] = generator()
    return (yield from me[0])
---
async def case():
    stream = numbers(2)
    out = [await pause("before"), await stream.__anext__()]
    async def other(step): return await step
    out.append(await other(stream.asend(None)))
    try: await anext(stream)
    except StopAsyncIteration as error: out.append((repr(error), await pause("after")))
    return out, await anext(stream, "default")
---
class Steps:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n: raise StopAsyncIteration
        self.n -= 1
        return await pause(self.n), self.n
async def case():
    return [n async for n in Steps(3)], [n async for n in Steps(2) if await pause("if")]
---
async def link(n):
    if n == 0: return await Plain()
    if n % 3 == 0: return await based(n - 1)
    if n % 3 == 1: return [m async for m in stream(n - 1)][0]
    return await link(n - 1)
@types.coroutine
def based(n): return (yield from link(n))
async def stream(n):
    yield await link(n)
class Plain:
    def __await__(self): return iter([1, 2])
async def case():
    return await link(9)
---
def case():
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 5_000))
    def deep(n):
        if n: return (yield from deep(n - 1)) + 1
        return (yield "bottom") or 0
    return deep(1_200)
---
async def case():
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 5_000))
    async def deep(n):
        return await deep(n - 1) + 1 if n else (await pause("bottom")) or 0
    return await deep(1_100)
---
async def case():
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 5_000))
    async def deep(n):
        if n:
            async for m in deep(n - 1): yield m + 1
        else:
            yield await pause("bottom") or 0
    async for n in deep(300): yield n
"""

ITERATORS = """
itertools.pairwise("abcd")
itertools.pairwise(map(str, range(3)))
{"a": 1, "b": 2}.keys()
reversed({"a": 1, "b": 2}.items())
frozenset([7])
reversed(range(3))
reversed("abc")
reversed((1, 2, 3))
range(10, 0, -4)
map(max, [1, 5, 3], [4, 2, 3])
zip("ab", [1, 2], strict=True)
zip(map(str, range(3)), reversed([4, 5, 6]), enumerate("xyz"))
enumerate(n for n in range(3))
filter(lambda n: n % 2, range(5))
enumerate(zip(filter(None, [0, 1, 2]), itertools.count()))
iter(Items(3))
itertools.chain.from_iterable([[1, 2], (3,), "x"])
itertools.count(1.5, 0.5).__iter__() and itertools.repeat("x", 2)
itertools.compress(iter("abcd"), [1, 0, 1, 1])
itertools.starmap(pow, zip([2, 3], [3, 2]))
collections.deque([1, 2, 3])
reversed(collections.deque([1, 2, 3]))
collections.OrderedDict(a=1, b=2)
reversed(collections.OrderedDict(a=1, b=2).items())
collections.Counter("aab").elements()
collections.ChainMap({"a": 1}, {"b": 2})
array.array("i", [1, 2, 3])
"""

# What isn't C's to run through is an object like others: a fork shares it.
SHARED = """
Counter(3)
io.StringIO("one\\ntwo\\nthree\\n")
io.BytesIO(b"one\\ntwo\\n")
"""

# Nothing shows how far these are.
REFUSED = """
re.finditer("a", "banana")
"""

LOCAL = """
itertools.islice(range(10), 1, 8, 3)
itertools.islice((n for n in range(10)), 4)
itertools.takewhile(lambda n: n < 3, itertools.count())
itertools.dropwhile(lambda n: n < 2, range(5))
itertools.accumulate([1, 2, 3], initial=10)
itertools.islice(itertools.cycle("ab"), 5)
itertools.zip_longest("abc", [1], fillvalue="-")
itertools.product("ab", [1, 2])
itertools.permutations("abc", 2)
itertools.combinations("abc", 2)
itertools.combinations_with_replacement("ab", 2)
((key, list(group)) for key, group in itertools.groupby("aabbb"))
itertools.tee("abc")[1]
"""

PRELUDE = """
import array, collections, io, re, struct

class Items:
    def __init__(self, n): self.n = n
    def __getitem__(self, index):
        if index == self.n: raise IndexError
        return index * index

class Counter:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if not self.n: raise StopIteration
        self.n -= 1
        return self.n
"""
