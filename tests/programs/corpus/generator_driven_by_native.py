import itertools, functools, collections, heapq, bisect, statistics, json
def g(*values):
    for v in values: yield v
print(list(itertools.chain(g(1, 2), g(3))), list(itertools.islice(g(*range(10)), 2, 5)), list(itertools.takewhile(lambda x: x < 3, g(1, 2, 3))), [list(x) for x in itertools.tee(g(1, 2))])
print(collections.Counter(g(*"aab")), collections.deque(g(1, 2, 3), maxlen=2), functools.reduce(int.__add__, g(1, 2)), heapq.nsmallest(2, g(3, 1, 2)), dict(enumerate(g("x"))), frozenset(g(1)), bytes(g(65, 66)))
print("".join(g("a", "b")), "-".join(g()), min(g(2, 1)), all(g(1, 0)), [*map(str, g(1))], list(filter(None, g(0, 1))), list(reversed(list(g(1, 2)))), str(list(g())), statistics.mean(g(1, 2, 3)))
l = [0]
l.extend(g(1, 2)); l += g(3); l[1:2] = g(8, 9)
print(l, {**dict(g(("k", 1)))}, set().union(g(1), g(2)), {1}.issubset(g(1, 2)), sum((g(1) for _ in range(1)), start=0) if 0 else "")
print([(k, list(v)) for k, v in itertools.groupby(g(1, 1, 2))], list(itertools.zip_longest(g(1), g(1, 2))), list(itertools.accumulate(g(1, 2, 3))), print(*g("p", "q")))
try:
    sum(1 / x for x in g(1, 0))
except ZeroDivisionError as error:
    tb, n = error.__traceback__, []
    while tb: n.append(tb.tb_frame.f_code.co_name); tb = tb.tb_next
    print(n)
