"""Three hundred tasks in a ring, with tokens that go round among them."""

import asyncio

COUNT, HOPS = 300, 12


async def member(n, inboxes, visits, landed):
    while (token := await inboxes[n].get()) is not None:
        visits[n].append(token)
        if token:
            inboxes[(n + 1) % COUNT].put_nowait(token - 1)
        else:
            landed.release()
    return len(visits[n])


async def main():
    inboxes = [asyncio.Queue() for _ in range(COUNT)]
    visits = [[] for _ in range(COUNT)]
    landed = asyncio.Semaphore(0)
    ring = [
        asyncio.create_task(member(n, inboxes, visits, landed), name=f"member {n}")
        for n in range(COUNT)
    ]
    starts = range(0, COUNT, 10)
    for n in starts:
        inboxes[n].put_nowait(HOPS)
    for _ in starts:
        await landed.acquire()
    print(len(asyncio.all_tasks()), sum(task.done() for task in ring))
    for inbox in inboxes:
        inbox.put_nowait(None)
    results = await asyncio.gather(*ring)
    print(results.count(1), results.count(2), sum(results) == len(starts) * (HOPS + 1))
    print([sorted(visits[n]) for n in (0, 1, 2, 3, 299)])


asyncio.run(main())
