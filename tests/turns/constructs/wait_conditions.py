"""asyncio.wait: until the first, until the first failure, until all are done."""

import asyncio


async def job(n, gate, fail=False):
    await gate.wait()
    await asyncio.sleep(0.001)
    if fail:
        raise RuntimeError(f"job {n}")
    return n


def names(tasks):
    return sorted(task.get_name() for task in tasks)


async def main():
    gates = [asyncio.Event() for _ in range(3)]
    tasks = [asyncio.create_task(job(n, gate), name=f"job {n}") for n, gate in enumerate(gates)]
    gates[1].set()
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print("first:", names(done), names(pending))
    for gate in gates:
        gate.set()
    done, pending = await asyncio.wait(pending)
    print("all:", names(done), names(pending), sorted(task.result() for task in done))

    never, now = asyncio.Event(), gates[0]
    endless = asyncio.create_task(job(3, never), name="endless")
    fine = asyncio.create_task(job(4, now), name="fine")
    failing = asyncio.create_task(job(5, now, fail=True), name="failing")
    await fine
    done, pending = await asyncio.wait(
        {endless, failing, fine}, return_when=asyncio.FIRST_EXCEPTION
    )
    print("exception:", names(done), names(pending), repr(failing.exception()))
    endless.cancel()
    done, pending = await asyncio.wait({endless})
    print("cancelled:", names(done), names(pending), endless.cancelled())


asyncio.run(main())
