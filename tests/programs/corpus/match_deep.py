def simplify(e):
    match e:
        case ("+", a, 0) | ("+", 0, a): return simplify(a)
        case ("*", _, 0) | ("*", 0, _): return 0
        case ("*", a, 1) | ("*", 1, a): return simplify(a)
        case ("+", ("+", a, b), c): return simplify(("+", simplify(a), simplify(("+", b, c))))
        case (op, a, b):
            new = (op, simplify(a), simplify(b))
            return new if new == e else simplify(new)
        case int() | str(): return e
        case _: raise TypeError(e)
print(simplify(("+", ("*", "x", 1), 0)), simplify(("*", ("+", "y", 0), ("*", 1, 1))), simplify(("+", ("+", 1, "a"), 0)))
simplify(("+", [], 1))
