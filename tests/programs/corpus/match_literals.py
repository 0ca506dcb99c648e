def f(x):
    match x:
        case 0: return "zero"
        case -1 | -1.5: return "minus"
        case 1 + 2j: return "complex"
        case "a" | 'b' "c": return "string"
        case b"x": return "bytes"
        case None: return "None"
        case True: return "True"
        case False: return "False"
        case _: return "other"
for x in (0, -1, -1.5, 1 + 2j, "a", "bc", b"x", None, True, False, 1, 0.0, [], "d"): print(repr(x), f(x))
