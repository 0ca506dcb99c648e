"""A pipeline in stages joined by bounded queues: parse, check, enrich, batch, add up, report."""

import asyncio
import functools
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

random.seed(1914)
TOWNS = {"N": "Northam", "S": "Southam", "W": "Westam"}
GOODS = ["tea", "soap", "rope", "salt"]


def orders(count):
    """Lines as they come from the shops, some of them damaged."""
    for n in range(count):
        town, good = random.choice("NSWX"), random.choice(GOODS)
        amount, price = random.randint(0, 9), random.randint(50, 400)
        line = f"{n};{town};{good};{amount};{price / 100:.2f}"
        yield line if n % 11 != 10 else line.replace(";", ",", 2)


@dataclass
class Order:
    number: int
    town: str
    good: str
    amount: int
    price: Decimal

    @property
    def total(self):
        return self.amount * self.price


class Rejected(Exception):
    def __init__(self, reason, item):
        super().__init__(reason)
        self.reason, self.item = reason, item


END = object()


@dataclass
class Stage:
    """A function that makes any number of items out of one, run by several workers."""

    function: object
    workers: int = 1
    size: int = 4
    seen: int = 0
    made: int = 0
    fullest: int = 0
    inbox: asyncio.Queue = field(init=False, repr=False)

    def __post_init__(self):
        self.inbox = asyncio.Queue(self.size)

    @property
    def name(self):
        return getattr(self.function, "__name__", None) or type(self.function).__name__

    async def work(self, following, rejected):
        while (item := await self.inbox.get()) is not END:
            self.seen += 1
            self.fullest = max(self.fullest, self.inbox.qsize() + 1)
            try:
                async for result in self.function(item):
                    self.made += 1
                    await following.put(result)
            except Rejected as error:
                rejected.append((self.name, error.reason, error.item))
        await self.inbox.put(END)  # for the next worker

    async def run(self, following, rejected):
        async with asyncio.TaskGroup() as group:
            for n in range(self.workers):
                group.create_task(self.work(following, rejected), name=f"{self.name}-{n}")
        if rest := getattr(self.function, "rest", None):
            async for result in rest():
                self.made += 1
                await following.put(result)
        await following.put(END)


class Pipeline:
    def __init__(self, *stages):
        self.stages = stages
        self.rejected = []

    async def run(self, source):
        """Push everything through, and give what comes out, as it comes."""
        outbox = asyncio.Queue(1)
        inboxes = [*(stage.inbox for stage in self.stages), outbox]
        async with asyncio.TaskGroup() as group:
            group.create_task(self.feed(source))
            for stage, following in zip(self.stages, inboxes[1:], strict=True):
                group.create_task(stage.run(following, self.rejected))
            while (item := await outbox.get()) is not END:
                yield item

    async def feed(self, source):
        for item in source:
            await self.stages[0].inbox.put(item)
        await self.stages[0].inbox.put(END)


async def parse(line):
    try:
        number, town, good, amount, price = line.split(";")
        order = Order(int(number), town, good, int(amount), Decimal(price))
    except ValueError as error:
        raise Rejected(type(error).__name__, line) from error
    await asyncio.sleep(0)
    yield order


async def check(order):
    if order.amount:
        yield order
    else:
        raise Rejected("nothing ordered", order.number)


@functools.lru_cache
def look_up(town):
    return TOWNS[town]


async def enrich(order):
    await asyncio.sleep(0.001 if order.number % 10 == 0 else 0)
    try:
        order.town = look_up(order.town)
    except KeyError as error:
        raise Rejected(f"no town {error}", order.number) from None
    yield order
    if order.total > 25:
        yield Order(order.number, order.town, "a gift", 1, Decimal(0))


class Batches:
    """Collects items of a town until there are enough."""

    def __init__(self, size):
        self.size = size
        self.open = defaultdict(list)

    async def __call__(self, order):
        batch = self.open[order.town]
        batch.append(order)
        if len(batch) == self.size:
            del self.open[order.town]
            yield order.town, batch

    async def rest(self):
        """What is left when nothing more comes."""
        for town in sorted(self.open):
            await asyncio.sleep(0)
            yield town, self.open[town]


async def add_up(batch):
    town, batch_orders = batch
    await asyncio.sleep(0)
    yield (
        town,
        len(batch_orders),
        sum(order.total for order in batch_orders),
        Counter(order.good for order in batch_orders),
    )


async def main():
    stages = (
        Stage(parse),
        Stage(check),
        Stage(enrich, workers=3),
        Stage(Batches(5)),
        Stage(add_up),
    )
    pipeline = Pipeline(*stages)
    totals, counts, goods, batches = Counter(), Counter(), Counter(), 0
    async for town, count, total, sold in pipeline.run(orders(60)):
        batches += 1
        totals[town] += total
        counts[town] += count
        goods += sold
    for town in sorted(totals):
        print(f"{town:<8} {counts[town]:>3} orders {totals[town]:>8}")
    print("goods", sorted(goods.items()), "batches", batches)
    for reason, count in sorted(Counter(entry[:2] for entry in pipeline.rejected).items()):
        print("rejected", count, *reason)
    print([entry[2] for entry in pipeline.rejected if entry[0] == "parse"][:2])
    for stage in stages:
        kept = stage.fullest <= stage.size
        print(f"{stage.name:<8} {stage.seen:>3} -> {stage.made:<3} within its size: {kept}")
    print("looked up", look_up.cache_info().hits > 0, look_up.cache_info().currsize)


if __name__ == "__main__":
    asyncio.run(main())
