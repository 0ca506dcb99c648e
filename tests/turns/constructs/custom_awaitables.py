"""Awaitables of one's own: __await__, types.coroutine, generators that yield futures."""

import asyncio
import inspect
import types


class Ticket:
    """Awaited by several, called once; then at once."""

    def __init__(self):
        self.waiters, self.number = [], None

    def __await__(self):
        if self.number is None:
            future = asyncio.get_running_loop().create_future()
            self.waiters.append(future)
            yield from future
        return self.number

    def call(self, number):
        self.number = number
        for future in self.waiters:
            future.set_result(None)


class Doubled:
    def __init__(self, inner):
        self.inner = inner

    def __await__(self):
        value = yield from self.inner.__await__()
        return 2 * value


@types.coroutine
def turns(n):
    for left in range(n, 0, -1):
        print("turns left", left)
        yield
    return "turned"


@types.coroutine
def both(first, second):
    one = yield from first.__await__()
    other = yield from second.__await__()
    return one, other


async def main():
    ticket = Ticket()
    waiting = [asyncio.create_task(holder(n, ticket)) for n in range(3)]
    await asyncio.sleep(0.001)
    print("waiters", len(ticket.waiters))
    ticket.call(17)
    print(await asyncio.gather(*waiting), await ticket)
    print(await turns(3))
    other = Ticket()
    asyncio.get_running_loop().call_later(0.002, other.call, 4)
    print(await both(Doubled(Doubled(ticket)), Doubled(other)))
    print(inspect.isawaitable(ticket), await asyncio.wait_for(Doubled(other), 60))


async def holder(n, ticket):
    return n, await ticket


asyncio.run(main())
