"""Sorting by hand, five ways, on the same shuffled numbers."""

import random
from bisect import insort
from functools import cmp_to_key

compared = 0


def less(a, b):
    global compared
    compared += 1
    return a < b


def insertion(items):
    items = list(items)
    for n in range(1, len(items)):
        item = items[n]
        while n and less(item, items[n - 1]):
            items[n] = items[n - 1]
            n -= 1
        items[n] = item
    return items


def quick(items):
    if len(items) < 2:
        return list(items)
    pivot, *rest = items
    low = [item for item in rest if less(item, pivot)]
    high = [item for item in rest if not less(item, pivot)]
    return [*quick(low), pivot, *quick(high)]


def merge(items):
    if len(items) < 2:
        return list(items)
    middle = len(items) // 2
    left, right = merge(items[:middle]), merge(items[middle:])
    merged = []
    while left and right:
        merged.append((right if less(right[0], left[0]) else left).pop(0))
    return merged + left + right


def heap(items):
    items = list(items)

    def sift(root, end):
        while (child := 2 * root + 1) < end:
            if child + 1 < end and less(items[child], items[child + 1]):
                child += 1
            if not less(items[root], items[child]):
                return
            items[root], items[child] = items[child], items[root]
            root = child

    for root in range(len(items) // 2, -1, -1):
        sift(root, len(items))
    for end in range(len(items) - 1, 0, -1):
        items[0], items[end] = items[end], items[0]
        sift(0, end)
    return items


def binary(items):
    ordered = []
    for item in items:
        insort(ordered, item)
    return ordered


random.seed(7)
numbers = random.sample(range(1000), 48)
expected = sorted(numbers)
for sort in (insertion, quick, merge, heap, binary):
    compared = 0
    print(sort.__name__, sort(numbers) == expected, compared, numbers[:3])


def by_last_digit(a, b):
    return (a % 10 > b % 10) - (a % 10 < b % 10) or b - a


print(sorted(numbers[:12], key=cmp_to_key(by_last_digit)))
words = "the quick brown fox jumps over the lazy dog".split()  # noqa: SIM905
print(sorted(set(words), key=lambda word: (-len(word), word)))
