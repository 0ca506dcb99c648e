def f(x):
    match x:
        case 1: return "one"
    return "fell through"
print(f(1), f(2))
match = case = 5
print(match, case)
match (match):
    case 5: print("soft keyword")
for i in range(3):
    match i:
        case 1: continue
        case 2: break
    print("loop", i)
def gen(x):
    match x:
        case [a, b]:
            got = yield a
            match got:
                case int(): yield b
                case _: yield "not int"
g = gen([1, 2])
print(next(g), g.send(5))
