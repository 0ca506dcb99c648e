"""A scheduler like cron on a clock of its own: patterns, overlaps, limits, a day in a moment."""

import asyncio
import heapq
import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta


class Clock:
    """Time that passes only when nobody has anything left to do at the present moment."""

    def __init__(self, start):
        self.now = start
        self.sleepers = []
        self.numbers = itertools.count()

    async def sleep_until(self, moment):
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self.sleepers, (moment, next(self.numbers), future))
        await future

    async def sleep(self, minutes):
        await self.sleep_until(self.now + timedelta(minutes=minutes))

    async def run_until(self, end, idle):
        while self.sleepers and self.sleepers[0][0] <= end:
            moment, _, future = heapq.heappop(self.sleepers)
            if future.done():
                continue  # its sleeper was cancelled
            self.now = moment
            future.set_result(None)
            await idle()
        self.now = end


def field_values(text, low, high):
    """The numbers that a field of a pattern stands for: ``*``, ``*/15``, ``1-5``, ``8,12``."""
    values = set()
    for part in text.split(","):
        part, _, step = part.partition("/")
        if part == "*":
            first, last = low, high
        else:
            first, _, last = part.partition("-")
            first, last = int(first), int(last or first)
        if not low <= first <= last <= high:
            raise ValueError(f"{text!r} is not within {low}-{high}")
        values.update(range(first, last + 1, int(step or 1)))
    return values


@dataclass(frozen=True)
class Pattern:
    text: str
    minutes: frozenset = field(init=False, repr=False)
    hours: frozenset = field(init=False, repr=False)
    days: frozenset = field(init=False, repr=False)

    def __post_init__(self):
        minute, hour, day = self.text.split()
        for name, text, low, high in (
            ("minutes", minute, 0, 59),
            ("hours", hour, 0, 23),
            ("days", day, 1, 7),
        ):
            object.__setattr__(self, name, frozenset(field_values(text, low, high)))

    def after(self, moment):
        """The first moment that fits and is later."""
        moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
        while True:
            if moment.hour not in self.hours or moment.isoweekday() not in self.days:
                moment = moment.replace(minute=0) + timedelta(hours=1)
            elif moment.minute not in self.minutes:
                moment += timedelta(minutes=1)
            else:
                return moment


@dataclass
class Job:
    name: str
    pattern: Pattern
    action: object
    overlap: str = "skip"  # or "queue", or "replace"
    limit: int | None = None  # minutes
    running: asyncio.Task | None = None
    queued: int = 0


class Scheduler:
    def __init__(self, clock):
        self.clock = clock
        self.jobs, self.tasks = [], set()
        self.counts, self.log = Counter(), []
        self.activity = 0

    def note(self, text):
        self.activity += 1
        self.log.append(f"{self.clock.now:%a %H:%M} {text}")

    def every(self, pattern, **options):
        def decorate(action):
            job = Job(action.__name__, Pattern(pattern), action, **options)
            self.jobs.append(job)
            return action

        return decorate

    async def run(self, until):
        planners = [asyncio.create_task(self.plan(job), name=job.name) for job in self.jobs]
        await self.idle()
        await self.clock.run_until(until, self.idle)
        for task in (*planners, *self.tasks):
            task.cancel()
        await asyncio.wait([*planners, *self.tasks])

    async def idle(self):
        """Let everybody do what there is to do now."""
        quiet = 0
        while quiet < 6:
            before = self.activity
            await asyncio.sleep(0)
            quiet = quiet + 1 if before == self.activity else 0

    async def plan(self, job):
        while True:
            await self.clock.sleep_until(job.pattern.after(self.clock.now))
            self.activity += 1
            if job.running is None:
                self.start(job)
            elif job.overlap == "queue":
                job.queued += 1
                self.counts[job.name, "queued"] += 1
            elif job.overlap == "replace":
                job.running.cancel("replaced")
                self.start(job)
            else:
                self.counts[job.name, "skipped"] += 1

    def start(self, job):
        task = job.running = asyncio.create_task(self.execute(job))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        task.add_done_callback(lambda done: self.ended(job, done))

    async def execute(self, job):
        limit = job.limit and asyncio.create_task(self.clock.sleep(job.limit))
        action = asyncio.create_task(job.action(self))
        try:
            await asyncio.wait(filter(None, [action, limit]), return_when=asyncio.FIRST_COMPLETED)
            if not action.done():
                raise TimeoutError(f"{job.name} took more than {job.limit} minutes")
            return action.result()
        finally:
            self.activity += 1
            action.cancel()
            if limit:
                limit.cancel()

    def ended(self, job, task):
        self.activity += 1
        if task.cancelled():
            self.counts[job.name, "cancelled"] += 1
        elif error := task.exception():
            self.counts[job.name, "failed"] += 1
            self.note(f"{job.name} failed: {error!r}")
        else:
            self.counts[job.name, "done"] += 1
        if job.running is task:
            job.running = None
            if job.queued:
                job.queued -= 1
                self.start(job)


async def main():
    clock = Clock(datetime(2024, 2, 29, 22, 30))
    scheduler = Scheduler(clock)

    @scheduler.every("0 */5 *")
    async def heartbeat(scheduler):
        await clock.sleep(1)

    @scheduler.every("0 6-9,17 1-5", overlap="queue")
    async def report(scheduler):
        scheduler.note("report begins")
        await clock.sleep(75)
        scheduler.note("report ends")

    @scheduler.every("30 23 *", limit=90)
    async def backup(scheduler):
        try:
            await clock.sleep(40 if clock.now.day == 29 else 600)
            scheduler.note("backup done")
        finally:
            scheduler.note("backup lets go")

    @scheduler.every("0,10,20 12 *", overlap="replace")
    async def lunch(scheduler):
        await clock.sleep(15)
        scheduler.note("lunch eaten")

    @scheduler.every("*/10 8 *")
    async def meeting(scheduler):
        await clock.sleep(25)

    @scheduler.every("15 3 6,7")
    async def weekend(scheduler):
        raise RuntimeError("nobody works at weekends")

    for wrong in ("60 * *", "* 5-2 *"):
        try:
            Pattern(wrong)
        except ValueError as error:
            print("refused:", error)
    await scheduler.run(until=datetime(2024, 3, 2, 4, 0))
    print(*scheduler.log, sep="\n")
    for (name, outcome), count in sorted(scheduler.counts.items()):
        print(f"{name:<10} {outcome:<10} {count}")
    print("it is", clock.now, [job.name for job in scheduler.jobs if job.running])


if __name__ == "__main__":
    asyncio.run(main())
