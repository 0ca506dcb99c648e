"""Iterators of every kind that are half used while their task waits."""

import asyncio
import heapq
import itertools
from collections import Counter, OrderedDict, defaultdict, deque


def fibonacci():
    a, b = 0, 1
    while True:
        a, b = b, a + b
        yield a


async def collect(iterator, count=None):
    found = []
    for item in iterator:
        await asyncio.sleep(0)
        found.append(item)
        if len(found) == count:
            break
    return found


async def main():
    table = {"one": 1, "two": 2, "three": 3}
    plain = [
        range(3),
        reversed([1, 2, 3]),
        enumerate("ab", 5),
        zip("abc", [1, 2, 3], strict=True),
        map(str.upper, "xyz"),
        filter(None, [0, 1, 0, 2]),
        iter(table.items()),
        reversed(table),
        iter("héé"),
        iter(b"abc"),
        iter({7}),
        iter(lambda: next(ticks), 3),
    ]
    ticks = iter(range(10))
    for found in await asyncio.gather(*map(collect, plain)):
        print(found)
    print(await collect(fibonacci(), 6), await collect(n * n for n in range(9) if n % 2))

    numbers = deque([1, 2, 3], maxlen=4)
    heap = [5, 2, 8]
    heapq.heapify(heap)
    text = "the cat and the dog and the bird"
    words, groups = Counter(), defaultdict(list)
    for word in text.split():
        words[word] += 1
        groups[len(word)].append(word)
        numbers.append(len(word))
        heapq.heappush(heap, len(word))
        await asyncio.sleep(0)
    print(words.most_common(2), dict(groups), list(numbers), [heapq.heappop(heap) for _ in "abc"])
    order = OrderedDict.fromkeys("abcd")
    order.move_to_end("a")
    numbers.rotate(1)
    await asyncio.sleep(0)
    print(list(order), list(numbers), list(itertools.accumulate(numbers)))


asyncio.run(main())
