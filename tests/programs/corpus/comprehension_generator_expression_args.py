print(sum(x for x in range(4)), max((len(w) for w in ["a", "bb"]), default=0), dict((k, 1) for k in "ab"))
def f(gen, extra=None): return list(gen), extra
print(f(x for x in "ab"), f((x for x in "c"), 1))
print(*(x for x in range(3)), sep="-")
print(",".join(str(x) for x in range(3)), tuple(x for x in ()), set(x for x in [1]))
