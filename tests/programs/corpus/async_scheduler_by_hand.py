import types, heapq
@types.coroutine
def sleep(t): yield ("sleep", t)
@types.coroutine
def now(): return (yield ("now",))
async def task(name, *delays):
    for d in delays:
        await sleep(d)
        print(name, "at", await now())
    return name
def run(*coros):
    clock, queue, done = 0, [], []
    for i, c in enumerate(coros): heapq.heappush(queue, (0, i, c))
    n = len(coros)
    while queue:
        clock, i, c = heapq.heappop(queue)
        value = None
        try:
            while True:
                op = c.send(value)
                if op[0] == "now": value = clock; continue
                heapq.heappush(queue, (clock + op[1], n := n + 1, c))
                break
        except StopIteration as s:
            done.append(s.value)
    return done
print(run(task("a", 1, 2, 3), task("b", 2, 2), task("c")))
