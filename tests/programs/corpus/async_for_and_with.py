def run(c):
    try:
        while True: c.send(None)
    except StopIteration as s:
        return s.value
class CM:
    def __init__(self, n, suppress=False): self.n, self.s = n, suppress
    async def __aenter__(self): print("aenter", self.n); return self
    async def __aexit__(self, t, v, tb): print("aexit", self.n, t and t.__name__, v); return self.s
class Range:
    def __init__(self, n): self.i, self.n = 0, n
    def __aiter__(self): return self
    async def __anext__(self):
        self.i += 1
        if self.i > self.n: raise StopAsyncIteration
        return self.i
async def main():
    async with CM(1) as a, CM(2, True):
        print(a.n)
        raise ValueError("swallowed by 2")
    async for x in Range(3):
        if x == 2: continue
        print(x)
    else: print("else")
    async for x in Range(5):
        async with CM(x):
            if x == 2: break
    else: print("no else")
    print([x async for x in Range(3) if x != 2], {x: y async for x in Range(2) async for y in Range(x)}, {x async for x in Range(1)})
    print([x async for x in (y * 2 async for y in Range(3))], [await z() for z in [one, one]], [[x async for x in Range(n)] for n in range(3)])
    async def inner():
        async with CM(9): return "returned"
    print(await inner())
    try:
        async with CM(5): raise KeyError("through")
    except KeyError as e: print(repr(e))
async def one(): return 1
run(main())
