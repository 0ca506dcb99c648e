from functools import cmp_to_key, lru_cache, reduce, singledispatch, total_ordering


@lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)


@singledispatch
def kind(x): return "object"
@kind.register
def _(x: int): return "int"
@kind.register(str)
def _(x): return "str"


@total_ordering
class V:
    def __init__(self, n): self.n = n
    def __lt__(self, other): return self.n < other.n
    def __eq__(self, other): return self.n == other.n
    def __hash__(self): return self.n


print(fib(60), fib.cache_info())
print(kind(1), kind("a"), kind([]))
print(V(1) >= V(0), V(1) <= V(0), max([V(1), V(3), V(2)]).n, {V(1): "a"}[V(1)])
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
print(list(filter(lambda x: x % 2, range(6))), any(x > 2 for x in range(4)), list(zip(*[iter("abcd")] * 2)))
