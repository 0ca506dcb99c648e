# machine only
import sys
sys.setrecursionlimit(25_000)
def down(n): return 0 if n == 0 else 1 + down(n - 1)
print(down(20_000))
class Node:
    def __init__(self, n): self.next = Node(n - 1) if n else None
    def length(self): return 1 + (self.next.length() if self.next else 0)
print(Node(2_000).length())
def gen(n):
    if n: yield from gen(n - 1)
    yield n
print(sum(gen(300)))
sys.setrecursionlimit(1000)
try: down(20_000)
except RecursionError as e: print(e)
