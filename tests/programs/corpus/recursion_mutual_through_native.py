def even(n): return n == 0 or next(map(odd, [n - 1]))
def odd(n): return n != 0 and sorted([n - 1], key=even)[0] + 1 and even(n - 1)
print(even(6), odd(5))
class Tree:
    def __init__(self, *kids): self.kids = kids
    def __len__(self): return 1 + sum(map(len, self.kids))
    def __repr__(self): return f"T{list(self.kids)}"
    def __iter__(self):
        yield self
        for k in self.kids: yield from k
print(len(Tree(Tree(), Tree(Tree()))), Tree(Tree()), len(list(Tree(Tree(), Tree()))))
import functools
@functools.lru_cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
@functools.cache
def ack(m, n): return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
print(fib(50), ack(2, 3))
