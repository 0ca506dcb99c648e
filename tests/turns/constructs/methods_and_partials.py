"""Tasks made of bound methods, partials, static and class methods, lambdas and decorated ones."""

import asyncio
import functools
import operator


class Robot:
    population = 0

    def __init__(self, name):
        self.name, self.trail = name, []
        type(self).population += 1

    async def move(self, *steps, back=False):
        for step in steps:
            self.trail.append(-step if back else step)
            await asyncio.sleep(0)
        return self

    @classmethod
    async def build(cls, name):
        await asyncio.sleep(0)
        return cls(name)

    @staticmethod
    async def rest(turns):
        for _ in range(turns):
            await asyncio.sleep(0)
        return "rested"

    async def __call__(self, *args):
        await asyncio.sleep(0)
        return self.name, args

    def __aiter__(self):
        self.position = 0
        return self

    async def __anext__(self):
        await asyncio.sleep(0)
        if self.position == len(self.trail):
            raise StopAsyncIteration
        self.position += 1
        return self.trail[self.position - 1]


async def main():
    ann, bob = await asyncio.gather(Robot.build("ann"), Robot.build("bob"))
    retreat = functools.partial(bob.move, 1, 2, back=True)
    moved = await asyncio.gather(ann.move(5, 6), retreat(3), (lambda: ann.move(7))(), bob("hi"))
    print(moved[:2] == [ann, bob], moved[3], ann.trail, bob.trail)
    print([step async for step in ann], [step async for step in bob], Robot.population)
    loop = asyncio.get_running_loop()
    task = loop.create_task(operator.methodcaller("rest", 2)(Robot))
    loop.call_soon(ann.trail.append, "from a bound method of a list")
    loop.call_soon(functools.partial(setattr, bob, "name", "bobby"))
    print(await task, ann.trail[-1], bob.name)


asyncio.run(main())
