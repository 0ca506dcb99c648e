"""Globals that tasks change, in each other's way and out of it."""

import asyncio

counter = 0
registry: dict[str, list[int]] = {}
journal = []
current = None


def note(text):
    journal.append((counter, text))


async def careless(times):
    global counter
    for _ in range(times):
        seen = counter
        await asyncio.sleep(0)
        counter = seen + 1  # what the others did meanwhile is lost


async def careful(times, lock):
    global counter, current
    for _ in range(times):
        async with lock:
            assert current is None
            current = asyncio.current_task()
            seen = counter
            await asyncio.sleep(0)
            counter = seen + 1
            current = None


async def register(name):
    for n in range(3):
        registry.setdefault(name, []).append(n)
        note(f"{name}{n}")
        await asyncio.sleep(0)
        globals()[f"last_{name}"] = n


async def main():
    global counter
    await asyncio.gather(*(careless(5) for _ in range(4)))
    print("careless", counter)
    counter = 0
    lock = asyncio.Lock()
    await asyncio.gather(*(careful(5, lock) for _ in range(4)))
    print("careful", counter, current)
    await asyncio.gather(*map(register, "xyz"))
    print(registry)
    print(journal)
    print(sorted(name for name in globals() if name.startswith("last_")))


asyncio.run(main())
print(counter, len(journal))
