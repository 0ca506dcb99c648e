def count(n):
    print("start")
    for i in range(n):
        yield i
    print("end")
    return "value"
g = count(2)
print(iter(g) is g, next(g), next(g))
try:
    next(g)
except StopIteration as stop:
    print(stop.value, stop.args)
print(next(g, "default"), list(count(3)), sum(count(3)), list(zip(count(2), "ab")), tuple(count(0)))
print(sorted(count(2), reverse=True), max(count(2)), any(x > 0 for x in count(2)), [*count(1)], dict.fromkeys(count(1)))
a, b = count(2)
print(1 in count(3))
