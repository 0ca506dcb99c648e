from collections import deque
import array
def f(x):
    match x:
        case []: return "empty"
        case [a]: return "one", a
        case (1, b): return "one, b", b
        case [a, b, *rest] if a == b: return "same", rest
        case [first, *_, last]: return "ends", first, last
        case [*all]: return all
        case str(): return "str is no sequence"
        case _: return "no"
for x in ([], (5,), [1, 2], [3, 3, 4], range(4), deque([7, 8]), "ab", b"ab", bytearray(b"x"), {1, 2}, {}, iter([1]), array.array("i", [1, 2])): print(x if not hasattr(x, "__next__") else "iterator", f(x))
match 1, 2:
    case x, y: print(x, y)
match [1, [2, [3, 4]]]:
    case [a, [b, [*c]]]: print(a, b, c)
