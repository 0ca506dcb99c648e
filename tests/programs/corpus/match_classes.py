class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Sub(Point): pass
class Plain: z = 1
def f(x):
    match x:
        case Point(0, 0): return "origin"
        case Point(x=0, y=y): return "on y", y
        case Point(a, b) if a == b: return "diagonal", a
        case Sub(): return "sub"
        case Point(_, y=1): return "y is 1"
        case Plain(z=z): return "plain", z
        case int(n) | float(n): return "number", n
        case str() as s: return "str", s
        case list([a, b]): return "list", a, b
        case dict(d): return "dict", d
        case _: return "no"
for x in (Point(0, 0), Point(0, 5), Point(3, 3), Sub(1, 2), Point(9, 1), Point(8, 9), Plain(), 5, 2.5, True, "s", [1, 2], {1: 2}, None): print(f(x))
