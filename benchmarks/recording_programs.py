"""The programs that recording is measured with, as text; ``{size}`` is some 300 steps of each."""

FILE = "<recorded>"

PROGRAMS = {
    "a loop": """
def main(n):
    total = 0
    for i in range(n):
        total += i
        if i % 3 == 0:
            total -= 1
main({size} * 20)
""",
    "generators": """
def numbers(n):
    for i in range(n):
        yield i
def squares(source):
    for x in source:
        yield x * x
total = 0
for x in squares(numbers({size} * 13)):
    total += x
""",
    "calls": """
def tree(n):
    return n if n < 2 else tree(n - 1) + tree(n - 2)
for i in range({size} // 20 + 1):
    tree(12)
""",
    "objects": """
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def add(self, other):
        return Point(self.x + other.x, self.y + other.y)
point, seen = Point(0, 0), []
for i in range({size} * 5):
    point = point.add(Point(i, 1))
    seen.append(point.x)
    if len(seen) > 50:
        seen.clear()
""",
    "text": """
def words(text):
    word = ""
    for letter in text:
        if letter.isalpha():
            word += letter.lower()
        elif word:
            yield word
            word = ""
counts = {{}}
for _ in range({size} // 4 + 1):
    for word in words("The quick brown fox jumps over the lazy dog, and the dog sleeps. "):
        counts[word] = counts.get(word, 0) + 1
""",
    "tasks": """
import asyncio
async def work(queue, n):
    for i in range(n):
        await queue.put(i)
        await asyncio.sleep(0)
async def collect(queue, n):
    return sum([await queue.get() for i in range(n)])
async def main(n):
    queue = asyncio.Queue(5)
    await asyncio.gather(*[work(queue, n) for i in range(5)], collect(queue, 5 * n))
with asyncio.Runner(loop_factory=LOOP) as runner:
    runner.run(main({size} + 1))
""",
}
