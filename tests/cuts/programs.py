"""The programs that are cut: each place where a frame can be suspended, in three kinds of frame.

`Y(n)` is a place: `(yield n)` in a generator, `(await pause(n))` in a coroutine and in an async
generator. A program leaves what it found in `out`.
"""

from __future__ import annotations

import re
import sys
import textwrap
import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cuts import kinds

PRELUDE = """
import contextlib, functools, itertools, sys, types

@types.coroutine
def pause(value):
    return (yield value)

def pair(*args, **kwargs):
    return args, kwargs

class Matrix:
    def __init__(self, value): self.value = value
    def __rmatmul__(self, other): return other

class Thing:
    def __init__(self, value=0): self.value = value; self.items = {}
    def put(self, *args, **kwargs): return self.value, args, kwargs
    def __getitem__(self, key): return "item", key
    def __setitem__(self, key, value): self.items[repr(key)] = value
    def __repr__(self): return f"Thing({self.value!r}, {self.items!r})"
    def __enter__(self): print("enter", self.value); return self
    def __exit__(self, kind, error, traceback):
        print("exit", self.value, repr(error)); return self.value == "swallow"
    async def __aenter__(self): await pause("aenter"); return self
    async def __aexit__(self, kind, error, traceback):
        await pause("aexit"); print("aexit", repr(error)); return self.value == "swallow"

@contextlib.contextmanager
def managed(name):
    print("open", name)
    try:
        yield name
    except KeyError as error:
        print("caught", error)
    finally:
        print("close", name)

async def stubborn(name, held=None):
    try:
        yield name
    except KeyError as error:
        yield await pause(("handles", repr(error))), sys.exc_info()[1] is error
    finally:
        print("leaves", name, await pause("leaving"), sys.exc_info()[0])
        if name.startswith("yields"): yield "more"

async def numbers(n):
    for i in range(n):
        yield await pause(("number", i)), i

def walk(n):
    if n:
        yield from walk(n - 1)
    yield n
"""

EXPRESSIONS = """
Y(1) + Y(2) * Y(3)
Y(1) if Y(0) else Y(2)
Y(1) and Y(2) or Y(3)
not Y(1)
-(Y(1) or 4)
(Y(1), Y(2), *[Y(3), 4])
[Y(1), *range(2), Y(2)]
{Y(1), 5, *(Y(2), 6)} and 7
{1: Y(1), Y(2): 3, **{"k": Y(3)}}
pair(Y(1))
pair(Y(1), Y(2), 3, 4, 5, Y(6))
pair(Y(1), key=Y(2), other=Y(3))
pair(*[Y(1), 2], *[Y(3)], key=Y(4), **{"other": Y(5)})
pair(1, *(), k=1, **dict(m=Y(1)))
Thing(1).put(Y(1))
Thing(1).put(Y(1), Y(2), key=Y(3))
Thing(Y(1)).put(*[Y(2)], **{"x": Y(3)})
Thing(1).put(Thing(2).put(Y(1)), Y(2))
Thing(1).put(pair(Thing(3).put(Y(1), Y(2))), Y(3))
itertools.chain.from_iterable([[Y(1)], [Y(2)]]).__next__()
"-".join([str(Y(1)), str(Y(2))])
", ".join(str(n) for n in (Y(1), Y(2)))
functools.partial(pair, Y(1))(Y(2))
0 < (Y(1) or 1) < (Y(2) or 5) <= (Y(3) or 3)
(Y(1) or 1) in [Y(2), 1]
Y(1) is Y(2)
f"{Y(1)} and {Y(2)!r:>5} {Y(3):{(Y(4) or 5)}}"
"%s %s" % (Y(1), Y(2))
[1, 2, 3][(Y(1) or 0) % 3]
"abcdef"[(Y(1) or 0) % 3 : (Y(2) or 4) % 7 : 1]
Thing()[Y(1) : Y(2), ..., Y(3)]
(lambda a, b=Y(1): (a, b))(Y(2))
(y := Y(1), y, Y(2))
[n * 2 for n in range(Y(1) or 3)]
{n: n for n in (Y(1), Y(2))}
sorted([Y(1) or 3, Y(2) or 1], key=lambda n: -n)
type("New", (), {"x": Y(1)}).x
super(Thing, Thing(Y(1))).__init__.__name__
max(Y(1) or 1, Y(2) or 2, key=lambda n: (n, Y))
print(Y(1), Y(2), sep=str(Y(3)))
isinstance(Y(1), (int, type(Y(2))))
(Y(1), (Y(2), (Y(3), (Y(4), [Y(5), {Y(6): Y(7)}]))))
pair(Thing(1).put(Y(1)), *map(str, [Y(2)]), **{"a": Thing(Y(3)).put(k=Y(4))}, b=[*"x", Y(5)])
print("a", Y(1), *[Y(2)], sep=str(Y(3)), end=str(Y(4)))
{**{"a": Y(1)}, "b": Y(2), **{"c": Y(3)}}
{Y(1): (Y(2), Y(3)), (Y(4), 1): Y(5)}
[Y(1), [Y(2), [Y(3), [Y(4), [Y(5)]]]]][1][1]
(Y(1) or "abc").upper().replace((Y(2) or "A"), (Y(3) or "x")) if Y(0) else Y(4)
f"{Y(1)=} {f'{Y(2)}'!a:^{(Y(3) or 7)}}" + f"{{}}{Y(4)}"
(lambda *a, k=Y(1), **kw: (a, k, kw))(*[Y(2)], **{"z": Y(3)})
Y(1) or [n for n in [Y(2)] if n is None] or {m: (lambda: m)() for m in "ab"}
~(Y(1) or 1) ** (Y(2) or 2) // (Y(3) or 3) @ Matrix(Y(4)) if Y(5) else (Y(6) or 6) << 2
Thing(Y(1)).items.setdefault(Y(2), []) or Thing.put(Thing(Y(3)), Y(4))
"""

BLOCKS = """
try:
    1 / 0
finally:
    try:
        {}["key"]
    except KeyError as error:
        raise
    finally:
        Y(1)
---
for n in [10, 20, 30]: out.append((n, Y(n)))
---
for n in (10, 20): out.append((n, Y(n)))
---
for n in range(3): out.append((n, Y(n)))
---
for n in range(10**20, 10**20 + 3): out.append((n, Y(n)))
---
for n in {"a": 1, "b": 2, "c": 3}: out.append((n, Y(n)))
---
for n in {"a": 1, "b": 2}.items(): out.append((n, Y(n)))
---
for n in {"a": 1, "b": 2}.values(): out.append((n, Y(n)))
---
for n in reversed({"a": 1, "b": 2}): out.append((n, Y(n)))
---
for n in {7}: out.append((n, Y(n)))
---
for n in "abc": out.append((n, Y(n)))
---
for n in "a\\u0101\\U00010000": out.append((n, Y(n)))
---
for n in b"abc": out.append((n, Y(n)))
---
for n in bytearray(b"abc"): out.append((n, Y(n)))
---
for n, m in enumerate("abc", 5): out.append((n, m, Y(n)))
---
for n in zip([1, 2, 3], "ab"): out.append((n, Y(n)))
---
for n in map(str, range(3)): out.append((n, Y(n)))
---
for n in filter(None, [0, 1, 2]): out.append((n, Y(n)))
---
for n in reversed([1, 2, 3]): out.append((n, Y(n)))
---
for n in itertools.chain([1], (2, 3)): out.append((n, Y(n)))
---
for n in itertools.count(3):
    out.append(Y(n))
    if n == 5: break
---
for n in itertools.repeat("x", 3): out.append(Y(n))
---
for n in itertools.compress("abc", [1, 0, 1]): out.append(Y(n))
---
for n in itertools.starmap(max, [(1, 2), (4, 3)]): out.append(Y(n))
---
for n in itertools.filterfalse(None, [0, 1, ""]): out.append(Y(n))
---
for n in (m * m for m in range(4) if m): out.append(Y(n))
---
for n in walk(3): out.append(Y(n))
---
for n in zip(walk(2), enumerate(walk(2))): out.append(Y(n))
---
for n in iter([5, 6, 0, 7].__iter__().__next__, 0): out.append(Y(n))
---
for a in [1, 2]:
    for b in "xy":
        for c in (True,):
            out.append((a, b, c, Y((a, b))))
    else:
        out.append(Y("else"))
---
n = 0
while n < 3:
    n += 1
    if Y(n) == 2: continue
    out.append(n)
else:
    out.append(Y("else"))
---
try:
    Y(1)
    raise KeyError("k")
except KeyError as error:
    out.append((Y(2), repr(error), sys.exc_info()[0]))
else:
    out.append("never")
finally:
    out.append((Y(3), sys.exc_info()))
---
try:
    try:
        raise KeyError("first")
    except KeyError:
        Y(1)
        out.append(repr(sys.exc_info()[1]))
        try:
            raise ValueError("second")
        except ValueError as error:
            Y(2)
            out.append((repr(sys.exc_info()[1]), repr(error.__context__)))
        out.append((Y(3), repr(sys.exc_info()[1])))
        raise
except KeyError as error:
    out.append((repr(error), Y(4)))
out.append(sys.exc_info())
---
try:
    raise KeyError("first")
except KeyError as error:
    try:
        try:
            raise ValueError("second")
        except ValueError as inner:
            Y(0)
            raise
    except Exception as error:
        out.append((Y(1), repr(error.__context__)))
    out.append((Y(2), repr(sys.exc_info()[1]), "error" in locals()))
---
try:
    raise KeyError("first")
except KeyError:
    Y(1)
    raise ValueError("second") from TypeError("cause")
---
try:
    raise KeyError("first")
except KeyError:
    Y(1)
    1 / 0
---
try:
    Y(1)
finally:
    out.append(Y(2))
    print("finally", out)
---
for n in range(3):
    try:
        if n == 1: continue
        if n == 2: break
        Y(n)
    finally:
        out.append(("finally", Y(n), n))
---
try:
    raise ExceptionGroup("group", [KeyError(1), ValueError(2), TypeError(3)])
except* KeyError as group:
    out.append((Y(1), repr(group)))
except* ValueError as group:
    out.append((Y(2), repr(group), repr(sys.exc_info()[1])))
except* TypeError:
    out.append(Y(3))
---
try:
    raise ExceptionGroup("group", [KeyError(1), ValueError(2)])
except* KeyError:
    Y(1)
    raise OSError("new")
---
with Thing("a") as a, Thing(Y(1)) as b:
    out.append((Y(2), a.value))
---
with Thing("swallow"):
    Y(1)
    raise KeyError(Y(2))
out.append(Y(3))
---
with managed("file") as name:
    out.append((name, Y(1)))
    raise KeyError("k")
out.append(Y(2))
---
with contextlib.suppress(ZeroDivisionError):
    try:
        Y(1)
        1 / 0
    finally:
        Y(2)
Y(3)
---
with contextlib.ExitStack() as stack:
    for n in range(2):
        stack.enter_context(Thing(n))
        Y(n)
---
match Y(1) or [1, 2, 3]:
    case [a, *rest] if Y(2): out.append((a, rest))
    case {"k": v}: out.append(v)
    case n: out.append((n, Y(3)))
---
match {"k": (Y(1), 2), "m": 3}:
    case {"k": (x, y), **rest} if not Y(2): out.append((x, y, rest))
    case {"k": k}: out.append((k, Y(3)))
---
if out: unbound = 1
Y(1)
try: unbound
except UnboundLocalError as error: out.append((str(error), Y(2)))
---
value = 1
del value
Y(1)
value = 2
out.append((value, Y(2)))
---
total = 0
def add(n):
    nonlocal total
    total += n
    return total
out.append(add(1))
Y(1)
out.append(add(2))
out.append((total, Y(2)))
---
functions = [lambda n=n: (n, total) for n in range(3)]
total = Y(1)
out.append([f() for f in functions])
total = Y(2)
out.append([f() for f in functions])
---
class Local:
    attribute = Y
    def method(self): return __class__.__name__, captured
captured = Y(1)
out.append(Local().method())
Y(2)
---
def decorated(n): return lambda f: (n, f())
@decorated(Y(1))
def f(a=Y(2), *, b=Y(3)): return a, b
out.append(f)
---
thing = Thing()
thing[Y(1)] = Y(2)
thing[Y(3):Y(4)] = Y(5)
thing.value = Y(6)
items = {"k": 1}
items["k"] += Y(7) or 1
out.append((thing, items))
---
a, (b, *c) = Y(1), (Y(2), Y(3), 4)
out.append((a, b, c))
x = y = Y(4)
out.append((x, y))
---
assert not Y(0), Y(1)
---
class Meta(type):
    def __new__(cls, name, bases, body, **given): return super().__new__(cls, name, bases, body)
    def __init__(cls, name, bases, body, **given): cls.given = given
def decorated(n): return lambda cls: (n, cls.__name__, cls.__bases__, cls.given)
@decorated(Y(1))
class Made(Y(2) and dict or Thing, metaclass=(Y(3) and type) or Meta, flag=Y(4)): pass
out.append(Made)
---
def leaving():
    for n in range(3):
        with Thing(n):
            try:
                if n: return n
            finally:
                print("leaving", n)
out.append((Y(1), leaving(), Y(2)))
while True:
    with Thing("left"):
        try:
            Y(3)
            break
        finally:
            out.append(Y(4))
---
with (Thing(Y(1)) as a, managed(Y(2)) as b, contextlib.nullcontext(Y(3)) as c):
    out.append((a, b, c, Y(4)))
---
try:
    try:
        raise ExceptionGroup("outer", [ExceptionGroup("inner", [KeyError(1)]), ValueError(2)])
    except* KeyError as group:
        Y(1)
        try:
            raise
        except* KeyError:
            out.append((Y(2), repr(sys.exc_info()[1])))
    except* ValueError as group:
        for error in group.exceptions: out.append((Y(3), repr(error)))
        raise
    finally:
        Y(4)
except* ValueError as group:
    out.append((repr(group), repr(group.__context__), Y(5)))
else:
    out.append("never")
---
try:
    try:
        try:
            raise KeyError("k")
        finally:
            out.append((Y(1), repr(sys.exc_info()[1])))
    finally:
        Y(2)
        1 / 0
except ZeroDivisionError as error:
    out.append((Y(3), repr(error.__context__)))
---
error = None
for n in range(2):
    try:
        raise KeyError(n)
    except KeyError as caught:
        error = caught
        if Y(n): continue
        try: raise ValueError(n) from caught
        except ValueError as second: out.append((Y(2), repr(second.__cause__)))
out.append((repr(error), error.__traceback__ is not None, Y(3)))
---
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y=None): self.x, self.y = x, y
match Point(Y(1) or 1, {"k": [Y(2), 5]}):
    case Point(x=0): out.append("never")
    case Point(1 | 2 as x, {"k": [first, *rest], **other}) if (Y(3), x):
        out.append((x, first, rest, other))
match Y(4), Y(5):
    case None, None: out.append(Y(6))
    case (a, b) if a or b: out.append((a, b))
---
thing = Thing()
thing.items["k"] = [0]
thing.items[(Y(1), "k")[1]][0] += Y(2) or 5
thing.value = thing.other = Y(3)
thing.value, thing.items["m"], *rest = Y(4), Y(5), Y(6)
del thing.items[(Y(7), "m")[1]]
out.append((thing, rest))
---
global made_global
made_global = Y(1)
def rebind():
    global made_global
    made_global = made_global, 1
rebind()
out.append((Y(2), made_global))
del made_global
---
variables = {"__builtins__": {}}
exec("a = 1", variables)
out.append((eval("a + 1", variables), Y(1)))
def many(n):
    a, b, c = n, [n], (n,)
    return lambda: (a, b, c, out)
f = many(Y(2))
Y(3)
out.append(f()[:3])
---
for n in range(2):
    for m in walk(1):
        for k in (letter for letter in "ab" if letter):
            if Y(m): break
            out.append((n, m, k))
        else:
            continue
        break
    else:
        out.append(Y("no break"))
---
if (n := Y(1) or 3) > 2 and not (m := Y(2)):
    while (n := n - 1) and Y(n) is not Y: out.append((n, m))
---
try:
    out.append(undefined_name if Y(1) else Y(2))
    [][Y(3) or 0]
except (IndexError, NameError) as error:
    out.append((type(error), Y(4)))
    raise RuntimeError(Y(5)) from None
---
x = [1, 2, 3]
del x[(Y(1) or 0) % 3]
out.append(x)
---
raise KeyError(Y(1)) from ValueError(Y(2))
---
me = [out]
me.append(me)
Y(1)
out.append(me[1] is me and me[0] is out)
Y(2)
---
out.append(repr(locals().keys()))
Y(1)
out.append(sorted(locals()))
Y(2)
---
import itertools as imported
global_before = globals()["pair"]
out.append((Y(1), imported.__name__, global_before is pair))
Y(2)
"""

GENERATORS = """
out.append((yield from walk(3)))
---
out.append((yield from [1, 2]))
yield from zip("ab", (n for n in range(2)))
---
def inner():
    got = []
    try:
        while len(got) < 3:
            got.append((yield len(got)))
    except ValueError as error:
        got.append(repr(error))
        yield "caught"
    finally:
        print("inner done")
    return got
out.append((yield from inner()))
out.append((yield from inner()))
---
def deep(n):
    if n: return (yield from deep(n - 1)) + 1
    yield "bottom"
    return (yield "bottom again") or 0
out.append((yield from deep(60)))
---
@types.coroutine
def based():
    yield "based"
    return 1
out.append((yield from based()))
---
class Own:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration("value")
        return self.n
out.append((yield from Own()))
for n in Own(): yield n
---
f = lambda: (yield 5)
out.append((yield from f()))
---
out.append((yield from ((yield 1) or [2, 3])))
out.append([*((yield from walk(1)) or ()), (yield 4)])
---
def returning():
    try:
        yield 1
        return "body"
    finally:
        yield "finally"
        print("returned")
out.append((yield from returning()))
---
def passing():
    try: yield from walk(2)
    except ValueError as error:
        yield repr(error)
        raise KeyError("other") from error
try: yield from passing()
except KeyError as error: out.append((yield repr(error.__cause__)))
"""

COROUTINES = """
out.append([n async for n in numbers(3)])
---
async for n, m in numbers(2):
    out.append((n, m, await pause("body")))
else:
    out.append(await pause("else"))
---
out.append([await pause(n) for n in range(3)])
---
out.append({n: m async for n, m in numbers(2) if await pause("if")})
---
async with Thing("a") as a, Thing("b"):
    out.append((await pause("body"), a.value))
---
async with Thing("swallow"):
    await pause(1)
    raise KeyError("inside")
out.append(await pause(2))
---
async def inner(n):
    if n: return await inner(n - 1)
    return await pause("inner")
out.append(await inner(30))
---
class Awaitable:
    def __await__(self):
        got = yield "awaitable"
        return (yield got)
out.append(await Awaitable())
---
class Wrapping:
    def __init__(self, coroutine): self.coroutine = coroutine
    def __await__(self): return self.coroutine.__await__()
out.append(await Wrapping(pause_twice()))
async def unused(): pass
---
stream = numbers(3)
out.append(await stream.__anext__())
out.append(await stream.asend(None))
await pause("between")
await stream.aclose()
---
out.append((await pause(1), await anext(numbers(1))))
---
@contextlib.asynccontextmanager
async def managed_async():
    await pause("open")
    try: yield 1
    finally: print("closed")
async with managed_async() as one:
    out.append((one, await pause("inside")))
---
stream = stubborn("a")
out.append(await anext(stream))
await stream.aclose()
out.append(await anext(stream, "closed"))
---
async for n in (stream := stubborn("b")):
    out.append((n, await stream.athrow(KeyError("k"))))
    await pause("between")
---
stream = stubborn("c")
out.append(await stream.asend(None))
try: await stream.athrow(IndexError("passes"))
except IndexError as error: out.append((repr(error), await pause("caught")))
---
stream = stubborn("yields all the same")
out.append(await stream.asend(None))
try: await stream.aclose()
except RuntimeError as error: out.append((str(error), await pause("caught")))
---
async with contextlib.aclosing(stubborn("e")) as stream:
    async for n in stream:
        raise KeyError(n)
---
stream = stubborn("f", box := [])
box.append(stream)
closing = stream.aclose
out.append(await stream.__anext__())
out.append((await pause(1), await closing(), await pause(2)))
---
@contextlib.asynccontextmanager
async def managed_async():
    try: yield await pause("open")
    except KeyError as error: print(await pause("handles"), repr(error))
    finally: print("closed", await pause("closing"))
async with managed_async() as one:
    await pause("inside")
    raise KeyError("k")
---
async with contextlib.AsyncExitStack() as stack:
    for n in range(2): out.append(await stack.enter_async_context(Thing(n)))
    stack.push_async_callback(pause_twice)
    await pause("body")
---
async with Thing("swallow"), Thing("plain"):
    try:
        await pause(1)
        raise KeyError(1)
    finally:
        await pause("finally")
out.append(await pause(2))
---
out.append([(n, m) async for n, m in numbers(3) if n for _ in range(await pause("inner") or 1)])
out.append({n async for n, _ in numbers(2)})
out.append([[await pause((n, m)) for m in range(2)] async for n, _ in numbers(2)])
---
async for (first, second) in numbers(2):
    async with Thing(second):
        if await pause("continue?") is None: continue
        break
else:
    out.append(await pause("else"))
---
try:
    async for n in numbers(3):
        raise KeyError(await pause(n))
except KeyError as error:
    out.append((await pause("handled"), repr(error)))
"""

ASYNC_GENERATORS = """
async for n in numbers(2): yield n
---
try:
    yield 1
    yield await pause(2)
except ValueError as error:
    yield repr(error)
finally:
    await pause("finally")
---
for n in range(3):
    got = yield n
    out.append((got, await pause(n)))
---
try:
    raise KeyError("k")
except KeyError:
    yield sys.exc_info()[0]
    await pause(1)
    yield sys.exc_info()[0]
---
async with Thing("a") as a:
    yield a.value
---
x = (yield 1) or 5, (yield 2)
out.append(pair(*x, k=(yield 3)))
---
out.append([n async for n in numbers(2)])
yield 1
---
async for n, m in numbers(2):
    try:
        yield n, await pause(m)
    finally:
        out.append(await pause("cleaned"))
---
try:
    raise KeyError("k")
except KeyError:
    async with Thing("inside"):
        yield repr(sys.exc_info()[1])
        try: raise ValueError
        except ValueError as error: yield repr(error.__context__), await pause(1)
---
got = [(yield 1), await pause(2), (yield (await pause(3)))]
yield pair(*got, k=(yield 4), **{"m": await pause(5)})
"""


def _cases() -> Iterator[tuple[str, str]]:
    """The name and the source of each program."""
    bodies = [f"out.append({line})" for line in EXPRESSIONS.strip().splitlines()]
    for number, body in enumerate(bodies + BLOCKS.strip().split("\n---\n")):
        group = "expression" if number < len(bodies) else "block"
        for kind in ("generator", "coroutine", "async_generator"):
            yield f"{group}_{number}_{kind}", _program(body, kind)
    for kind, text in (
        ("generator", GENERATORS),
        ("coroutine", COROUTINES),
        ("async_generator", ASYNC_GENERATORS),
    ):
        for number, body in enumerate(text.strip().split("\n---\n")):
            yield f"only_{number}_{kind}", _program(body, kind)
    for number, source in enumerate(kinds.OBJECTS.strip().split("\n---\n")):
        yield f"object_{number}", source
    yield from _wide()
    yield from _loops("iterator", kinds.ITERATORS)
    yield from _loops("shared", kinds.SHARED)


def _loops(group: str, iterators: str) -> Iterator[tuple[str, str]]:
    """A loop over each iterator, with nothing of its own to keep."""
    for number, line in enumerate(iterators.strip().splitlines()):
        yield f"{group}_{number}", kinds.PRELUDE + f"def case():\n    for n in {line}: yield n\n"


def _wide() -> Iterator[tuple[str, str]]:
    """Frames too large for one byte: of slots, of constants, of the way to the place."""
    names = [f"v{i}" for i in range(300)]
    body = "".join(f"    {name} = {i} + 1000\n" for i, name in enumerate(names))
    total = " + ".join(names)
    yield (
        "wide_slots",
        f"def case():\n{body}    yield {total}\n    del v7\n    yield v8 + v299\n",
    )
    long = "    x = pair(x and x[0][0], y=x)[0]\n" * 5_000
    yield (
        "wide_way",
        f"def case():\n    x = ((1,),)\n    yield x\n{long}    yield x\n    return x\n",
    )
    yield "deep_stack", "def case():\n    return " + "(1, " * 90 + "(yield 1)" + ", 2)" * 90 + "\n"


def _program(body: str, kind: str) -> str:
    place = r"(yield \1)" if kind == "generator" else r"(await pause(\1))"
    while (replaced := re.sub(r"\bY\(((?:[^()]|\([^()]*\))*)\)", place, body)) != body:
        body = replaced
    last = "yield out" if kind == "async_generator" else "return out"
    keyword = "def" if kind == "generator" else "async def"
    indented = textwrap.indent(body, "    ")
    return f"{keyword} case(Y='Y'):\n    out = []\n{indented}\n    {last}\n"


def _load(sources: Iterable[tuple[str, str]]) -> dict[str, Callable[[], Any]]:
    cases = {}
    twice = "async def pause_twice():\n    return await pause('once'), await pause('twice')\n"
    for name, source in sources:
        # Each is a module of its own, by value: what it defines can't be mixed up.
        module = types.ModuleType(f"cut_{name}")
        exec(compile(PRELUDE + twice + source, f"<{name}>", "exec"), module.__dict__)
        cases[name] = module.case
    return cases


CASES = _load(_cases())
_HIDES = sys.version_info >= (3, 14)
# What only this Python can go on with, and what it can't.
LOCAL = _load(_loops("local", "" if _HIDES else kinds.LOCAL))
REFUSED = _load(_loops("refused", kinds.REFUSED + (kinds.LOCAL.lstrip() if _HIDES else "")))
