"""A simulation: lifts, floors and passengers, each a coroutine, on a clock that ticks for all."""

import asyncio
import random
from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum


class Direction(IntEnum):
    DOWN = -1
    NONE = 0
    UP = 1


class Clock:
    """Everybody acts once a tick, in the order of their registration."""

    def __init__(self):
        self.now = 0
        self.waiting = deque()

    async def tick(self):
        future = asyncio.get_running_loop().create_future()
        self.waiting.append(future)
        await future

    async def sleep_until(self, time):
        while self.now < time:
            await self.tick()

    async def run(self, finished, limit):
        while not finished() and self.now < limit:
            self.now += 1
            for _ in range(len(self.waiting)):
                turn = self.waiting.popleft()
                if not turn.done():
                    turn.set_result(None)
                    await asyncio.sleep(0)
            await asyncio.sleep(0)


@dataclass
class Passenger:
    name: str
    start: int
    goal: int
    arrives: int
    boarded: int | None = None
    landed: int | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def direction(self):
        return Direction.UP if self.goal > self.start else Direction.DOWN

    async def live(self, building):
        await building.clock.sleep_until(self.arrives)
        building.floors[self.start].append(self)
        building.call(self)
        await self.done.wait()
        return self.landed - self.arrives


@dataclass
class Lift:
    name: str
    capacity: int
    floor: int = 0
    direction: Direction = Direction.NONE
    inside: list = field(default_factory=list)
    calls: set = field(default_factory=set)
    travelled: int = 0
    log: list = field(default_factory=list)

    async def run(self, building):
        try:
            while True:
                await building.clock.tick()
                if self.stops_here(building):
                    await self.open_doors(building)
                self.direction = self.choose()
                self.floor += self.direction
                self.travelled += abs(self.direction)
        except asyncio.CancelledError:
            self.log.append(f"parked at {self.floor}")
            raise

    def goals(self):
        return {passenger.goal for passenger in self.inside} | self.calls

    def stops_here(self, building):
        return self.floor in self.goals()

    async def open_doors(self, building):
        now = building.clock.now
        leaving = [passenger for passenger in self.inside if passenger.goal == self.floor]
        for passenger in leaving:
            self.inside.remove(passenger)
            passenger.landed = now
            passenger.done.set()
        queue = building.floors[self.floor]
        boarding = []
        while queue and len(self.inside) < self.capacity:
            passenger = queue.popleft()
            passenger.boarded = now
            self.inside.append(passenger)
            boarding.append(passenger)
        self.calls.discard(self.floor)
        if leaving or boarding:
            out, into = (" ".join(p.name for p in people) or "-" for people in (leaving, boarding))
            self.log.append(f"{now:>3} floor {self.floor}: out {out}, in {into}")
            await building.clock.tick()
        if queue:
            building.call(queue[0], other_than=self)

    def choose(self):
        """Go on in this direction while there is something to do there; else turn, else rest."""
        goals = self.goals()
        above = any(goal > self.floor for goal in goals)
        below = any(goal < self.floor for goal in goals)
        match self.direction, above, below:
            case (Direction.DOWN, _, True) | (_, False, True):
                return Direction.DOWN
            case _, True, _:
                return Direction.UP
            case _:
                return Direction.NONE


class Building:
    def __init__(self, floors, lifts):
        self.clock = Clock()
        self.floors = [deque() for _ in range(floors)]
        self.lifts = lifts

    def call(self, passenger, other_than=None):
        """Ask the lift that is cheapest: near, not too full, on its way there."""

        def cost(lift):
            away = abs(lift.floor - passenger.start)
            towards = lift.direction * (passenger.start - lift.floor) >= 0
            return away + (0 if towards else 6) + 3 * len(lift.inside) + 2 * len(lift.calls)

        lifts = [lift for lift in self.lifts if lift is not other_than] or self.lifts
        min(lifts, key=lambda lift: (cost(lift), lift.name)).calls.add(passenger.start)


def crowd(count, floors):
    dice = random.Random(1853)
    for n in range(count):
        start, goal = dice.sample(range(floors), 2)
        if dice.random() < 0.4:
            start, goal = 0, max(start, goal)
        yield Passenger(f"p{n}", start, goal, arrives=dice.randint(0, 25))


async def simulate(lifts, count, floors=8):
    building = Building(floors, lifts)
    passengers = list(crowd(count, floors))
    running = [asyncio.create_task(lift.run(building), name=lift.name) for lift in lifts]
    lives = [asyncio.create_task(p.live(building), name=p.name) for p in passengers]
    await asyncio.sleep(0)
    await building.clock.run(lambda: all(life.done() for life in lives), limit=400)
    times = await asyncio.gather(*lives)
    for lift in running:
        lift.cancel()
    await asyncio.wait(running)
    for lift in lifts:
        print(lift.name, "travelled", lift.travelled, "floors")
        print(*lift.log, sep="\n")
    waits = [passenger.boarded - passenger.arrives for passenger in passengers]
    print("ticks", building.clock.now, "longest", max(times), "mean wait", sum(waits) / count)
    print("nobody left", not any(building.floors), not any(lift.inside for lift in lifts))
    slowest = max(passengers, key=lambda passenger: passenger.landed - passenger.arrives)
    print(slowest)
    return times


async def main():
    one = await simulate([Lift("single", 4)], 9)
    two = await simulate([Lift("left", 3), Lift("right", 3, floor=7)], 9)
    print("two are faster:", sum(two) < sum(one))


if __name__ == "__main__":
    asyncio.run(main())
