class C:
    total = 0
    for i in range(4):
        total += i
        if i == 2:
            continue
    else:
        finished = True
    try:
        1 / 0
    except ZeroDivisionError as error:
        message = str(error)
    with open(__file__, encoding="utf-8") as file:
        first = file.readline()
    import math as m
    from os import path, sep as separator
    (walrus := 5)
    a, *b = 1, 2, 3
    if walrus:
        def conditional(self): return "yes"
    while total > 0: total -= 1


print(C.total, C.finished, C.message, C.first, C.m.pi, C.walrus, C.a, C.b, C().conditional())
print(sorted(n for n in vars(C) if not n.startswith("__")))
