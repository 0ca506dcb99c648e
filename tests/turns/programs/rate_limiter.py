"""Rate limiters: a token bucket, a sliding window, and fair shares among customers.

How fast the machine is shows nowhere: limits are checked on the loop's own clock, and only
whether they were kept is printed.
"""

import asyncio
import contextlib
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field


class TokenBucket:
    """Holds up to ``capacity`` tokens and gains ``rate`` a second; who waits is served in order."""

    def __init__(self, rate, capacity):
        self.rate, self.capacity = rate, capacity
        self.tokens, self.updated = float(capacity), asyncio.get_running_loop().time()
        self.turn = asyncio.Lock()
        self.waited = 0

    def _refill(self):
        now = asyncio.get_running_loop().time()
        self.tokens = min(self.capacity, self.tokens + (now - self.updated) * self.rate)
        self.updated = now

    async def take(self, tokens=1):
        if tokens > self.capacity:
            raise ValueError(f"{tokens} tokens will never be there")
        async with self.turn:
            self._refill()
            while self.tokens < tokens:
                self.waited += 1
                await asyncio.sleep((tokens - self.tokens) / self.rate)
                self._refill()
            self.tokens -= tokens

    def take_at_once(self, tokens=1):
        self._refill()
        if self.turn.locked() or self.tokens < tokens:
            return False
        self.tokens -= tokens
        return True


class SlidingWindow:
    """At most ``limit`` entries in any ``seconds``; use it with ``async with``."""

    def __init__(self, limit, seconds):
        self.limit, self.seconds = limit, seconds
        self.recent = deque()
        self.entered = []
        self.turn = asyncio.Lock()

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        async with self.turn:
            while True:
                now = loop.time()
                while self.recent and now - self.recent[0] > self.seconds:
                    self.recent.popleft()
                if len(self.recent) < self.limit:
                    break
                await asyncio.sleep(self.recent[0] + self.seconds - now + 0.0005)
            self.recent.append(now)
            self.entered.append(now)
        return now

    async def __aexit__(self, *exc_info):
        return False

    def busiest(self):
        """The most entries that there were in any window."""
        return max(
            sum(start <= other <= start + self.seconds for other in self.entered)
            for start in self.entered
        )


@dataclass
class FairShares:
    """Serves customers in turn, whoever has asked most, so many at once."""

    at_once: int
    waiting: dict = field(default_factory=lambda: defaultdict(deque))
    rotation: deque = field(default_factory=deque)
    inside: int = 0

    @contextlib.asynccontextmanager
    async def slot(self, customer):
        if self.inside >= self.at_once:
            future = asyncio.get_running_loop().create_future()
            if not self.waiting[customer]:
                self.rotation.append(customer)
            self.waiting[customer].append(future)
            try:
                await future
            except asyncio.CancelledError:
                self._forget(customer, future)
                raise
        else:
            self.inside += 1
        try:
            yield
        finally:
            self._hand_on()

    def _forget(self, customer, future):
        if future in self.waiting[customer]:
            self.waiting[customer].remove(future)
            if not self.waiting[customer]:
                self.rotation.remove(customer)
        elif not future.cancelled():
            self._hand_on()

    def _hand_on(self):
        while self.rotation:
            customer = self.rotation.popleft()
            future = self.waiting[customer].popleft()
            if self.waiting[customer]:
                self.rotation.append(customer)
            if not future.done():
                future.set_result(None)
                return
        self.inside -= 1


async def with_bucket():
    loop = asyncio.get_running_loop()
    begun = loop.time()
    bucket, order = TokenBucket(rate=1000, capacity=5), []

    async def request(n):
        await bucket.take(1 + n % 2)
        order.append(n)

    await asyncio.gather(*(request(n) for n in range(12)))
    print("bucket", order == list(range(12)), "waited", bucket.waited > 0)
    # 18 tokens were taken, and 5 were there: the other 13 took 13 ms at least.
    print("not too fast", loop.time() - begun >= 0.01299)
    try:
        await bucket.take(6)
    except ValueError as error:
        print("refused:", error)
    slow = TokenBucket(rate=0.001, capacity=3)
    print("at once", [slow.take_at_once(2), slow.take_at_once(2), slow.take_at_once(1)])


async def with_window():
    window = SlidingWindow(limit=4, seconds=0.006)
    order = []

    async def visit(n):
        async with window:
            order.append(n)
            await asyncio.sleep(0)

    await asyncio.gather(*(visit(n) for n in range(14)))
    print("window", order == list(range(14)), "limit kept", window.busiest() <= window.limit)


async def with_shares():
    shares, served, most = FairShares(at_once=2), [], Counter()

    async def job(customer, n):
        async with shares.slot(customer):
            most["inside"] = max(most["inside"], shares.inside)
            served.append(f"{customer}{n}")
            await asyncio.sleep(0)

    greedy = [asyncio.create_task(job("greedy", n)) for n in range(8)]
    modest = [asyncio.create_task(job("modest", n)) for n in range(2)]
    shy = [asyncio.create_task(job("shy", 0))]
    impatient = asyncio.create_task(job("impatient", 0))
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.gather(*greedy, *modest, *shy)
    print("shares", *served)
    print("most at once", most["inside"], "inside now", shares.inside, impatient.cancelled())


async def main():
    await with_bucket()
    await with_window()
    await with_shares()


if __name__ == "__main__":
    asyncio.run(main())
