"""Iterators of itertools that are half used while their task waits."""

import asyncio
import itertools


async def collect(iterator):
    found = []
    for item in iterator:
        await asyncio.sleep(0)
        found.append(item)
    return found


async def main():
    kinds = {
        "chain": itertools.chain("ab", [1, 2]),
        "count": itertools.islice(itertools.count(10, 5), 4),
        "cycle": itertools.islice(itertools.cycle("abc"), 7),
        "repeat": itertools.repeat("r", 3),
        "takewhile": itertools.takewhile(lambda n: n < 3, range(9)),
        "dropwhile": itertools.dropwhile(lambda n: n < 3, range(6)),
        "compress": itertools.compress("abcdef", [1, 0, 1, 0, 1, 1]),
        "starmap": itertools.starmap(pow, [(2, 3), (3, 2)]),
        "pairwise": itertools.pairwise("abcd"),
        "accumulate": itertools.accumulate([1, 2, 3, 4]),
        "product": itertools.product("ab", [1, 2]),
        "permutations": itertools.permutations("abc", 2),
        "combinations": itertools.combinations("abc", 2),
        "zip_longest": itertools.zip_longest("abc", [1], fillvalue="-"),
    }
    for name, found in zip(kinds, await asyncio.gather(*map(collect, kinds.values())), strict=True):
        print(name, found)


asyncio.run(main())
