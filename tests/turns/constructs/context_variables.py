"""Context variables: set, reset with a token, copied, per task, and in callbacks."""

import asyncio
import contextlib
import contextvars

user = contextvars.ContextVar("user")
depth = contextvars.ContextVar("depth", default=0)


@contextlib.contextmanager
def deeper():
    token = depth.set(depth.get() + 1)
    try:
        yield depth.get()
    finally:
        depth.reset(token)


async def request(name, log):
    token = user.set(name)
    log.append(f"{token.var.name} was {'missing' if token.old_value is token.MISSING else 'set'}")
    with deeper():
        await asyncio.sleep(0.001)
        with deeper() as level:
            await asyncio.sleep(0)
            log.append(f"{user.get()} at {level}")
    user.reset(token)
    await asyncio.sleep(0)
    log.append(f"{user.get('nobody')} at {depth.get()}")
    try:
        user.reset(token)
    except RuntimeError:
        log.append("a token serves once")
    return log


async def main():
    for log in await asyncio.gather(*(request(name, []) for name in ("ann", "bob"))):
        print(log)
    loop = asyncio.get_running_loop()
    user.set("main")
    loop.call_soon(lambda: print("soon:", user.get(), depth.get()))
    with deeper():
        loop.call_later(0.002, lambda: print("later:", user.get(), depth.get()))
    other = contextvars.copy_context()
    other.run(user.set, "other")
    loop.call_soon(lambda: print("given:", user.get()), context=other)
    user.set("main again")
    await asyncio.sleep(0.005)
    print({var.name: value for var, value in other.items() if var in (user, depth)})
    print(other[user], user.get(), user in other, len(contextvars.Context()))
    foreign = other.run(depth.set, 5)
    try:
        depth.reset(foreign)
    except ValueError:
        print("a token serves where it was made")


asyncio.run(main())
