"""asyncio.run several times, one after another, and what a module keeps from one to the next."""

import asyncio

history = []


async def visit(name, rounds):
    for n in range(rounds):
        history.append((name, n, len(history)))
        await asyncio.sleep(0)
    return sum(entry[2] for entry in history)


async def fails():
    await asyncio.sleep(0.001)
    raise ArithmeticError("the second one")


print("before", history)
total = asyncio.run(visit("first", 3))
print("total", total)
try:
    asyncio.run(fails())
except ArithmeticError as caught:
    print("failed:", caught)
finally:
    print("in between", len(history))
for n in range(3):
    print(n, asyncio.run(visit(f"loop {n}", n + 1)))
print([asyncio.run(asyncio.sleep(0.001, value)) for value in "abc"])
print(*history, sep="\n")
