"""A task runs in a copy of its maker's context, or in one that it is given."""

import asyncio
import contextvars

colour = contextvars.ContextVar("colour", default="grey")


async def paint(name, own=None):
    print(name, "finds", colour.get())
    if own:
        colour.set(own)
    await asyncio.sleep(0.001)
    print(name, "keeps", colour.get())
    return colour.get()


async def main():
    colour.set("red")
    inherits = asyncio.create_task(paint("inherits"))
    colour.set("green")
    changes = asyncio.create_task(paint("changes", "blue"))
    given = contextvars.copy_context()
    given.run(colour.set, "gold")
    shares = asyncio.create_task(paint("shares", "silver"), context=given)
    await asyncio.sleep(0)
    print("main still has", colour.get(), "the given one", given[colour])
    print(await asyncio.gather(inherits, changes, shares))
    print("main", colour.get(), "given", given[colour])
    again = asyncio.create_task(paint("again"), context=given)
    await again
    print("outside", contextvars.Context().run(colour.get))


if __name__ == "__main__":
    asyncio.run(main())
