def f(data):
    a = [x for x in data]
    b = [x for x in a if x > 1]
    c = [[x, [x for x in range(x)], x] for x in b]
    d = {x for y in c for x in y[1]}
    e = {x: [y for y in range(x)] for x in d}
    return a, b, c, sorted(d), e, [i for i in range(3) if [j for j in range(i) if j]]
print(f([1, 2, 3]))
