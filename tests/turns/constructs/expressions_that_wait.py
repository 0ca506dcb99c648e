"""await in the middle of expressions: what was computed before is kept, in order."""

import asyncio

order = []


async def value(v):
    order.append(v)
    await asyncio.sleep(0)
    return v


def call(*args, **kwargs):
    return args, kwargs


class Cell:
    def __init__(self):
        self.values = {}

    def __setitem__(self, key, item):
        self.values[repr(key)] = item


async def main():
    print(await value(2) * 3 + await value(4) ** await value(2) - await value(1))
    print(call(await value("a"), *[await value("b"), 1], key=await value("c"), **{"d": 2}))
    print(f"{await value('x')!r:>5}|{await value(3.14159):.{await value(2)}f}")
    print([1, await value(2), *(await value([3, 4]))], {await value("k"): await value("v")})
    print(await value(1) < await value(3) < await value(2) < await value(0))
    print(await value(0) or await value("") or await value("last"), order[-3:])
    print(await value("yes") if await value(True) else await value("no"), order[-2:])
    print((await value([5, 6, 7]))[await value(1) :], -(await value(8)), not await value(0))
    cell = Cell()
    cell[await value(1), ...] = (await value("stored")).upper()
    cell[await value(2) : await value(9)] = await value("slice")
    a, (b, *c) = await value((1, (2, 3, 4)))
    a += await value(10)
    assert await value(a) == 11, await value("never evaluated")
    print(cell.values, a, b, c)
    match await value({"kind": "point", "at": [1, 2]}):
        case {"kind": "point", "at": [x, y]} if await value(x) == 1:
            print("point", x, await value(y))
    if (found := await value("walrus")) and (lambda n: len(n))(found) == 6:
        print(found, len(order))


asyncio.run(main())
