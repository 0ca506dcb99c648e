"""call_soon, call_later, call_at: in order of arrival and of time, unless they are cancelled."""

import asyncio

log = []


class Counter:
    def __init__(self, loop, until, finished):
        self.loop, self.until, self.finished = loop, until, finished
        self.count = 0
        self.handle = loop.call_soon(self.tick)

    def tick(self):
        self.count += 1
        log.append(f"tick {self.count}")
        if self.count < self.until:
            self.handle = self.loop.call_later(0.001, self.tick)
        else:
            self.finished.set_result(self.count)


async def main():
    loop = asyncio.get_running_loop()
    now = loop.time()
    handles = [loop.call_soon(log.append, n) for n in range(5)]
    handles[1].cancel()
    handles[3].cancel()
    await asyncio.sleep(0)
    print(log, [handle.cancelled() for handle in handles])

    log.clear()
    timers = [loop.call_at(now + ms / 1000, log.append, f"at {ms}") for ms in (9, 3, 6)]
    timers.append(loop.call_later(0.012, log.append, "later"))
    dropped = loop.call_later(0.004, log.append, "never")
    past = loop.call_at(now - 1, log.append, "overdue")
    print(timers[0].when() > timers[1].when() > past.when(), dropped.cancelled())
    dropped.cancel()
    while len(log) < 5:
        await asyncio.sleep(0.001)
    print(log, dropped.cancelled(), past.cancelled())

    log.clear()
    counter = Counter(loop, 5, loop.create_future())
    print("counted", await counter.finished, log)
    distant = loop.call_later(3600, print, "in an hour")
    print("more than half an hour away", distant.when() - loop.time() > 1800)


asyncio.run(main())
