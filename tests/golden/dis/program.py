def outer(step):
    def inner():
        total = 0
        while True:
            total += yield total * step

    return inner


class Account:
    def withdraw(self, amount, *, fee=1):
        try:
            self.balance -= amount + fee
        except (AttributeError, TypeError) as error:
            raise ValueError(f"no balance: {error!r}") from error
        finally:
            self.touched = True


async def fetch(session, names):
    async with session:
        return [await session.get(name) async for name in names]
