"""Logging: handlers, levels, a filter and an adapter, set up once, used by all tasks."""

import asyncio
import logging
import sys


class OnlySome(logging.Filter):
    """Lets every second record of a logger pass."""

    def __init__(self):
        super().__init__()
        self.seen = 0

    def filter(self, record):
        self.seen += 1
        return self.seen % 2 == 1


handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
log = logging.getLogger("shop")
log.setLevel(logging.INFO)
log.addHandler(handler)
log.propagate = False
till = logging.getLogger("shop.till")
till.setLevel(logging.DEBUG)
noisy = logging.getLogger("shop.street")
noisy.addFilter(OnlySome())


async def customer(n):
    adapter = logging.LoggerAdapter(till, {"customer": n})
    adapter.info("customer %d comes", n)
    await asyncio.sleep(0)
    noisy.info("noise of %d", n)
    try:
        await asyncio.sleep(0)
        adapter.debug("change: %.2f", 10 / n)
    except ZeroDivisionError as error:
        log.error("refused: %s", error)
    return n


async def main():
    log.debug("not shown")
    log.info("open")
    served = await asyncio.gather(*(customer(n) for n in range(4)))
    till.setLevel(logging.WARNING)
    await asyncio.sleep(0.001)
    till.info("not shown either")
    log.warning("closed after %s", served)


if __name__ == "__main__":
    asyncio.run(main())
