"""A pool of workers: priorities, retries with growing pauses, cancellation, a graceful end."""

import asyncio
import enum
import heapq
import itertools
from collections import deque
from dataclasses import dataclass, field


class State(enum.Enum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Transient(Exception):
    """Worth trying again."""


class PoolClosed(Exception):
    pass


@dataclass(order=True)
class Job:
    priority: int
    number: int
    name: str = field(compare=False)
    function: object = field(compare=False, repr=False)
    arguments: tuple = field(compare=False, default=())
    attempts: int = field(compare=False, default=0)
    state: State = field(compare=False, default=State.WAITING)
    history: list = field(compare=False, default_factory=list)
    outcome: asyncio.Future = field(compare=False, default=None, repr=False)

    def enter(self, state):
        self.state = state
        self.history.append(state.value)


class Pool:
    """Runs coroutine functions, the most urgent first, so many at once.

    ``async with Pool(3) as pool: ...`` waits for all jobs at the end of the block.
    """

    def __init__(self, size, *, attempts=3, pause=0.001):
        self.size, self.attempts, self.pause = size, attempts, pause
        self.heap, self.running = [], {}
        self.numbers = itertools.count(1)
        self.changed = asyncio.Condition()
        self.closed = False
        self.finished = deque(maxlen=100)
        self.workers = []

    async def __aenter__(self):
        self.workers = [
            asyncio.create_task(self.work(n), name=f"worker-{n}") for n in range(self.size)
        ]
        return self

    async def __aexit__(self, kind, error, traceback):
        async with self.changed:
            self.closed = True
            if error is not None:
                for job in self.heap:
                    self.settle(job, State.CANCELLED)
                self.heap.clear()
            self.changed.notify_all()
        await asyncio.gather(*self.workers)

    async def submit(self, function, *arguments, name=None, priority=5):
        if self.closed:
            raise PoolClosed(f"{name} comes too late")
        number = next(self.numbers)
        job = Job(priority, number, name or f"job {number}", function, arguments)
        job.outcome = asyncio.get_running_loop().create_future()
        job.enter(State.WAITING)
        async with self.changed:
            heapq.heappush(self.heap, job)
            self.changed.notify()
        return job

    async def cancel(self, job):
        """Take back what waits, stop what runs; whether there was anything to do."""
        if job.state is State.WAITING and job in self.heap:
            self.heap.remove(job)
            heapq.heapify(self.heap)
            self.settle(job, State.CANCELLED)
            return True
        if job.state is State.RUNNING:
            self.running[job.number].cancel(f"{job.name} was taken back")
            await asyncio.wait([job.outcome])
            return True
        return False

    async def work(self, number):
        while (job := await self.next_job()) is not None:
            task = asyncio.create_task(job.function(*job.arguments))
            self.running[job.number] = task
            await asyncio.wait([task])
            del self.running[job.number]
            await self.judge(job, task)

    async def next_job(self):
        async with self.changed:
            await self.changed.wait_for(lambda: self.heap or self.closed)
            if not self.heap:
                return None
            job = heapq.heappop(self.heap)
        job.attempts += 1
        job.enter(State.RUNNING)
        return job

    async def judge(self, job, task):
        if task.cancelled():
            self.settle(job, State.CANCELLED)
        elif (error := task.exception()) is None:
            self.settle(job, State.DONE, result=task.result())
        elif isinstance(error, Transient) and job.attempts < self.attempts:
            await asyncio.sleep(self.pause * 2**job.attempts)
            job.enter(State.WAITING)
            async with self.changed:
                heapq.heappush(self.heap, job)
                self.changed.notify()
        else:
            self.settle(job, State.FAILED, error=error)

    def settle(self, job, state, result=None, error=None):
        job.enter(state)
        self.finished.append(job.name)
        if error is not None:
            job.outcome.set_exception(error)
            job.outcome.exception()  # whoever wants it can have it; nobody must
        elif state is State.CANCELLED:
            job.outcome.cancel()
        else:
            job.outcome.set_result(result)


class Flaky:
    """Fails so many times, then works."""

    def __init__(self, failures):
        self.left = failures

    async def __call__(self, value):
        await asyncio.sleep(0)
        if self.left:
            self.left -= 1
            raise Transient(f"{self.left} to go")
        return value


async def cube(n):
    await asyncio.sleep(0.001)
    return n**3


async def wrong():
    await asyncio.sleep(0)
    raise ValueError("not worth another try")


def show(job):
    print(f"{job.name:<10} {job.attempts} {' > '.join(job.history)}")


async def order_of_priorities():
    order = []

    async def note(name):
        order.append(name)
        await asyncio.sleep(0)

    gate = asyncio.Event()
    async with Pool(1) as pool:
        await pool.submit(gate.wait, name="gate", priority=0)
        await asyncio.sleep(0.002)
        for name, priority in (("low", 9), ("high", 1), ("middle", 5), ("high too", 1)):
            await pool.submit(note, name, name=name, priority=priority)
        gate.set()
    print("order", order, list(pool.finished))


async def main():
    await order_of_priorities()
    endless = asyncio.Event()
    async with Pool(3) as pool:
        cubes = [await pool.submit(cube, n, name=f"cube {n}") for n in range(8)]
        flaky = await pool.submit(Flaky(2), "worked in the end", name="flaky")
        hopeless = await pool.submit(Flaky(9), "never", name="hopeless")
        failing = await pool.submit(wrong, name="failing")
        stuck = await pool.submit(endless.wait, name="stuck", priority=0)
        while stuck.state is not State.RUNNING:
            await asyncio.sleep(0)
        unneeded = await pool.submit(cube, 99, name="unneeded", priority=10)
        print("taken back", await pool.cancel(unneeded), await pool.cancel(stuck))
        print("a second time", await pool.cancel(stuck))
        print([await job.outcome for job in cubes])
    for job in (*cubes[:2], flaky, hopeless, failing, stuck, unneeded):
        show(job)
    print(flaky.outcome.result(), repr(hopeless.outcome.exception()))
    print(repr(failing.outcome.exception()), sorted(pool.finished) == sorted(set(pool.finished)))
    try:
        await pool.submit(cube, 1, name="latecomer")
    except PoolClosed as error:
        print(error)
    try:
        async with Pool(1) as pool:
            jobs = [await pool.submit(cube, n) for n in range(3)]
            raise KeyError("the block fails")
    except KeyError as error:
        print(error, [job.state.value for job in jobs])


if __name__ == "__main__":
    asyncio.run(main())
