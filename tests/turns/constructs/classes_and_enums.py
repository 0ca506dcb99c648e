"""Classes of the script itself: dataclasses, enums, slots, properties, class attributes."""

import asyncio
import enum
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, NamedTuple


class Phase(enum.Enum):
    EMPTY = enum.auto()
    BREWING = enum.auto()
    READY = enum.auto()

    def following(self):
        phases = list(Phase)
        return phases[(phases.index(self) + 1) % len(phases)]


class Taste(enum.Flag):
    PLAIN = 0
    SWEET = 1
    MILKY = 2


class Cup(NamedTuple):
    number: int
    taste: Taste


class Meter:
    __slots__ = ("_level", "history")

    def __init__(self, level):
        self._level, self.history = level, [level]

    @property
    def level(self):
        return self._level

    @level.setter
    def level(self, value):
        self._level = value
        self.history.append(value)


@dataclass
class Machine:
    made: ClassVar[int] = 0
    name: str
    water: Meter = field(default_factory=lambda: Meter(3), repr=False)
    phase: Phase = Phase.EMPTY
    cups: list[Cup] = field(default_factory=list)

    @cached_property
    def label(self):
        return f"<<{self.name}>>"

    async def step(self):
        await asyncio.sleep(0.001)
        self.phase = self.phase.following()
        return self.phase is Phase.READY

    async def brew(self, taste):
        while not await self.step():
            await asyncio.sleep(0)
        self.water.level -= 1
        type(self).made += 1
        self.cups.append(Cup(self.made, taste))
        return self.label


class Espresso(Machine):
    async def brew(self, taste):
        label = await super().brew(taste & ~Taste.MILKY)
        await asyncio.sleep(0)
        return label + " short"


async def main():
    machines = [Machine("old"), Espresso("new")]
    wishes = [Taste.SWEET | Taste.MILKY, Taste.PLAIN]
    for wish in wishes:
        for machine in machines:
            print(await machine.brew(wish), machine.phase.name, machine.cups[-1].number)
    for machine in machines:
        print(machine.name, machine.water.history, [cup.taste.value for cup in machine.cups])
        print(isinstance(machine, Machine), machine.phase is Phase.READY, Machine.made)
    print(machines[0] == Machine("old"), sorted(vars(machines[1])))


if __name__ == "__main__":
    asyncio.run(main())
