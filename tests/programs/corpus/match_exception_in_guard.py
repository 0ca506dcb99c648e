def f(x):
    match x:
        case [a, b] if a / b: return a
        case _: return "other"
print(f([1, 2]), f([0, 1]))
f([1, 0])
