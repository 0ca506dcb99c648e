print(sorted([3, 1, 2], key=lambda x: -x), min("abc", key=ord), list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(filter(lambda x: x > 1, [1, 2])))
class I:
    def __index__(self): return 2
    def __int__(self): return 3
    def __float__(self): return 1.5
    def __str__(self): return "str"
    def __repr__(self): return "repr"
    def __bytes__(self): return b"bytes"
    def __hash__(self): return 7
    def __iter__(self): return iter([1])
    def __reversed__(self): return iter("rev")
    def __length_hint__(self): return 1
    def __contains__(self, x): return x == "in"
    def __dir__(self): return ["z", "a"]
    def __round__(self, n=None): return n
    def __trunc__(self): return 9
    def __ceil__(self): return 8
    def __fspath__(self): return "path"
    def __sizeof__(self): return 1
    def __instancecheck__(self, o): return True
import math, os
i = I()
print(range(10)[i], int(i), float(i), str(i), repr(i), bytes(i), hash(i), list(i), "".join(reversed(i)), "in" in i, dir(i), round(i, 4), math.ceil(i), os.fspath(i), isinstance(1, i), f"{i!s}{i!r}", [i], (i,), {i: i}, "%s %r" % (i, i), "abc"[i], hex(i), "{}".format(i))
try: int(type("B", (), {"__int__": lambda s: "x"})())
except TypeError as e: print(e)
try: print(type("B", (), {"__repr__": lambda s: 1 / 0})())
except ZeroDivisionError as e: print(e)
try: sorted([1, 2], key=lambda x: x.nothing)
except AttributeError as e: print(e)
it = iter(lambda: next(c), 3); c = iter(range(9)); print(list(it))
