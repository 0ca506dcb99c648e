"""Orders are paid for, packed and shipped by tasks that wait for slow and unreliable services.

    stillframe run --every 0.2 examples/orders.py RESULT

Ctrl-C, `kill` or `kill -9`: `stillframe resume orders.still` goes on with every order where it
was. The program knows nothing of that. What is in RESULT in the end is always the same.
"""

import asyncio
import random
import sys
from dataclasses import dataclass, field

ORDERS, CASHIERS, PACKERS = 24, 3, 2


@dataclass
class Order:
    number: int
    amount: int
    attempts: int = 0
    log: list[str] = field(default_factory=list)


async def pay(order: Order, bank: random.Random) -> None:
    """The bank is slow, and fails every third time."""
    await asyncio.sleep(0.1)
    if bank.random() < 1 / 3:
        raise ConnectionError("the bank doesn't answer")


async def cashier(orders: asyncio.Queue, paid: asyncio.Queue) -> None:
    while True:
        order = await orders.get()
        bank = random.Random(order.number)
        for order.attempts in range(1, 10):
            try:
                async with asyncio.timeout(1):
                    await pay(order, bank)
                break
            except (ConnectionError, TimeoutError) as error:
                order.log.append(str(error))
                await asyncio.sleep(0.05 * order.attempts)  # and once more
        order.log.append(f"paid at attempt {order.attempts}")
        await paid.put(order)
        orders.task_done()


async def packer(paid: asyncio.Queue, shipped: dict[int, Order]) -> None:
    while True:
        order = await paid.get()
        await asyncio.sleep(0.12)
        shipped[order.number] = order
        print(f"order {order.number} of {order.amount} shipped: {', '.join(order.log)}", flush=True)
        paid.task_done()


async def main(result: str) -> None:
    orders, paid, shipped = asyncio.Queue(), asyncio.Queue(maxsize=3), {}
    for number in range(1, ORDERS + 1):
        orders.put_nowait(Order(number, amount=number * 37 % 100))
    async with asyncio.TaskGroup() as group:
        staff = [group.create_task(cashier(orders, paid)) for _ in range(CASHIERS)]
        staff += [group.create_task(packer(paid, shipped)) for _ in range(PACKERS)]
        await orders.join()
        await paid.join()
        for task in staff:
            task.cancel()
    with open(result, "w", encoding="utf-8") as file:
        for order in sorted(shipped.values(), key=lambda order: order.number):
            print(order, file=file)
        print(f"{len(shipped)} orders, {sum(o.amount for o in shipped.values())}", file=file)


asyncio.run(main(sys.argv[1]))
