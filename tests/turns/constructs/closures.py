"""Closures: cells shared by tasks, callbacks and the functions that made them."""

import asyncio
import functools


def account(balance):
    history = []

    async def deposit(amount):
        nonlocal balance
        before = balance
        history.append(f"+{amount}")
        await asyncio.sleep(0)
        balance += amount
        return before

    def look():
        return balance, list(history)

    return deposit, look


def logged(function):
    calls = 0

    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        nonlocal calls
        calls += 1
        mine = calls
        result = await function(*args, **kwargs)
        print(f"{function.__name__} call {mine} of {calls}: {result}")
        return result

    wrapper.calls = lambda: calls
    return wrapper


@logged
async def add(a, b=10, *rest, scale=1):
    total = a + b + sum(rest)
    await asyncio.sleep(0)
    return total * scale


async def main():
    deposit, look = account(100)
    tasks = [asyncio.create_task(deposit(n)) for n in (1, 2, 3)]
    print("not yet", look())
    await asyncio.sleep(0)
    print("under way", look()[1])
    print([await task for task in tasks], look())
    await asyncio.gather(add(1), add(1, 2, 3, scale=2), add(a=5))
    print("calls", add.calls())
    functions = []
    for n in range(3):

        async def late(scale=n):
            await asyncio.sleep(0)
            return scale, n  # noqa: B023  (the last n is meant)

        functions.append(late)
    print([await function() for function in functions])
    secret = "unbound soon"

    async def reader():
        await asyncio.sleep(0)
        return secret  # noqa: F821  (unbound, the second time)

    print(await reader())
    del secret
    try:
        await reader()
    except NameError as error:
        print(type(error).__name__, error.name)


asyncio.run(main())
