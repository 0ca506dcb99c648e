from collections import defaultdict, OrderedDict
def f(x):
    match x:
        case {}  if not x: return "empty"
        case {"a": 1, **rest}: return "a is 1", rest
        case {"b": [x, y]}: return "b", x, y
        case {"c": {"d": d}, 1: one}: return d, one
        case {-1: m, None: n}: return m, n
        case {"k": _}: return "has k"
        case {}: return "some mapping"
        case _: return "no"
for x in ({}, {"a": 1, "z": 2}, {"b": (3, 4)}, {"c": {"d": 5}, 1: 6}, {-1: "m", None: "n"}, {"k": 1}, {"q": 1}, [], OrderedDict(k=1)): print(f(x))
d = defaultdict(list)
match d:
    case {"missing": x}: print("made")
    case _: print("not made", dict(d))
