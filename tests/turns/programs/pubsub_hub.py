"""A hub for messages: topics with wildcards, retained messages, slow subscribers, requests."""

import asyncio
import contextlib
import enum
import itertools
from dataclasses import dataclass, field
from functools import cached_property


class Overflow(enum.Enum):
    WAIT = "the publisher waits"
    DROP_OLDEST = "the oldest message goes"
    DROP_NEWEST = "the new message goes"
    DISCONNECT = "the subscriber goes"


@dataclass(frozen=True)
class Message:
    topic: str
    body: object
    number: int = field(compare=False)
    retained: bool = False

    @cached_property
    def levels(self):
        return self.topic.split("/")


def matches(pattern, levels):
    """Whether a pattern fits a topic: ``+`` stands for one level, ``#`` for all that follow."""
    parts = pattern.split("/")
    for n, part in enumerate(parts):
        if part == "#":
            return True
        if n >= len(levels) or part not in ("+", levels[n]):
            return False
    return len(parts) == len(levels)


class Subscription:
    """The messages of one subscriber, as an async iterator."""

    def __init__(self, pattern, size, overflow):
        self.pattern, self.overflow = pattern, overflow
        self.queue = asyncio.Queue(size)
        self.dropped = 0
        self.open = True
        self.ended = asyncio.Event()

    async def deliver(self, message):
        if not self.open:
            return
        if self.queue.full():
            match self.overflow:
                case Overflow.WAIT:
                    pass
                case Overflow.DROP_OLDEST:
                    self.queue.get_nowait()
                    self.dropped += 1
                case Overflow.DROP_NEWEST:
                    self.dropped += 1
                    return
                case Overflow.DISCONNECT:
                    self.close()
                    return
        await self.queue.put(message)

    def close(self):
        self.open = False
        self.ended.set()

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.queue.empty():
            return self.queue.get_nowait()
        if not self.open:
            raise StopAsyncIteration
        getter = asyncio.ensure_future(self.queue.get())
        ended = asyncio.ensure_future(self.ended.wait())
        try:
            await asyncio.wait([getter, ended], return_when=asyncio.FIRST_COMPLETED)
            if getter.done():
                return getter.result()
            raise StopAsyncIteration
        finally:
            getter.cancel()
            ended.cancel()


class Hub:
    def __init__(self):
        self.subscriptions = []
        self.retained = {}
        self.numbers = itertools.count(1)
        self.published = 0

    @contextlib.asynccontextmanager
    async def subscribe(self, pattern, size=8, overflow=Overflow.WAIT):
        subscription = Subscription(pattern, size, overflow)
        self.subscriptions.append(subscription)
        try:
            for topic in sorted(self.retained):
                if matches(pattern, topic.split("/")):
                    await subscription.deliver(self.retained[topic])
            yield subscription
        finally:
            self.subscriptions.remove(subscription)
            subscription.close()

    async def publish(self, topic, body, *, retain=False):
        message = Message(topic, body, next(self.numbers), retain)
        self.published += 1
        if retain:
            self.retained[topic] = message
        reached = 0
        for subscription in list(self.subscriptions):
            if matches(subscription.pattern, message.levels):
                await subscription.deliver(message)
                reached += subscription.open
        return reached

    async def request(self, topic, body):
        """Publish, and wait for the first answer."""
        reply_to = f"reply/{next(self.numbers)}"
        async with self.subscribe(reply_to, size=1) as answers:
            await self.publish(topic, (reply_to, body))
            return (await anext(answers)).body

    def close(self):
        for subscription in self.subscriptions:
            subscription.close()


async def listener(hub, pattern, ready, log, **options):
    async with hub.subscribe(pattern, **options) as messages:
        ready.release()
        async for message in messages:
            log.append(f"{message.topic}={message.body}")
            await asyncio.sleep(0)
    return messages.dropped


async def calculator(hub, ready):
    async with hub.subscribe("service/double") as requests:
        ready.release()
        async for message in requests:
            reply_to, number = message.body
            await hub.publish(reply_to, number * 2)


def show_matching():
    for pattern in ("home/+/light", "home/#", "+/kitchen/light", "home/kitchen", "#"):
        topics = ("home/kitchen/light", "home/hall/door")
        print(f"{pattern:<16}", [topic for topic in topics if matches(pattern, topic.split("/"))])


async def slow_subscribers():
    for overflow in (Overflow.DROP_OLDEST, Overflow.DROP_NEWEST, Overflow.DISCONNECT):
        hub = Hub()
        async with hub.subscribe("n", size=3, overflow=overflow) as messages:
            reached = [await hub.publish("n", n) for n in range(5)]
            hub.close()
            kept = [message.body async for message in messages]
        print(overflow.name, kept, "dropped", messages.dropped, "reached", reached)

    hub = Hub()
    async with hub.subscribe("n", size=2) as messages:
        publisher = asyncio.create_task(flood(hub, 6))
        await asyncio.sleep(0.001)
        print("publisher waits", not publisher.done(), hub.published)
        received = [(await anext(messages)).body for _ in range(6)]
        await publisher
    print(received, len(hub.subscriptions))


async def flood(hub, count):
    for n in range(count):
        await hub.publish("n", n)


async def main():
    show_matching()
    hub, ready = Hub(), asyncio.Semaphore(0)
    await hub.publish("home/hall/door", "shut", retain=True)
    logs = {pattern: [] for pattern in ("home/+/light", "home/#", "garden/#")}
    tasks = [
        asyncio.create_task(listener(hub, pattern, ready, log)) for pattern, log in logs.items()
    ]
    service = asyncio.create_task(calculator(hub, ready))
    for _ in range(4):
        await ready.acquire()
    for topic, body in (
        ("home/kitchen/light", "on"),
        ("home/hall/light", "off"),
        ("garden/gate", "open"),
        ("home/hall/door", "open"),
        ("nobody/listens", "?"),
        ("garden/tree/bird", "sings"),
    ):
        print(topic, "reached", await hub.publish(topic, body))
    print("doubled", [await hub.request("service/double", n) for n in (4, 21)])
    while sum(map(len, logs.values())) < 8:
        await asyncio.sleep(0)
    hub.close()
    print("dropped", await asyncio.gather(*tasks), await service)
    for pattern, log in logs.items():
        print(pattern, *log)
    await slow_subscribers()


asyncio.run(main())
