from enum import Enum
class Color(Enum):
    RED = 1
    BLUE = 2
class NS: constant = 5
def f(x):
    match x:
        case Color.RED: return "red"
        case NS.constant: return "constant"
        case (Color.BLUE, v): return "blue", v
        case [("go" | "walk") as verb, where]: return verb, where
        case {"n": int() as n} if n > 2: return n
        case captured: return "captured", captured
for x in (Color.RED, 5, (Color.BLUE, 1), ["go", "north"], {"n": 3}, {"n": 1}, Color.BLUE): print(f(x))
try:
    captured
except NameError as error:
    print(error)
match 7:
    case seen if seen > 10: pass
    case _: print("bound by a failed guard:", seen)
