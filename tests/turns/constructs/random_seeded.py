"""Random numbers from the module's generator and from others, each with its own sequence."""

import asyncio
import random

random.seed(20)


async def roll(name, dice, count):
    rolled = []
    for _ in range(count):
        rolled.append(dice.randint(1, 6))
        await asyncio.sleep(0)
    return name, rolled


async def main():
    mine, yours = random.Random(1), random.Random(2)
    for name, rolled in await asyncio.gather(
        roll("mine", mine, 6),
        roll("shared", random, 6),
        roll("yours", yours, 4),
        roll("shared too", random, 6),
        roll("mine too", mine, 3),
    ):
        print(name, rolled)
    letters = list("abcdefgh")
    random.shuffle(letters)
    await asyncio.sleep(0.001)
    print("".join(letters), random.sample(range(100), 5), f"{random.gauss(0, 1):.6f}")
    state = random.getstate()
    first = random.random()
    await asyncio.sleep(0)
    random.setstate(state)
    print(first == random.random(), f"{random.gauss(0, 1):.6f}", random.choice(letters))


asyncio.run(main())
