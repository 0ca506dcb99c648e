# status: 1
"""An exception that nobody catches ends the program, with its traceback."""

import asyncio


class OutOfPaper(Exception):
    def __init__(self, page):
        super().__init__(f"no paper for page {page}")
        self.page = page
        self.add_note("a note: fill the tray")


async def print_page(page):
    await asyncio.sleep(0)
    if page == 3:
        raise OutOfPaper(page)
    print("page", page)


async def job(pages):
    try:
        for page in range(1, pages + 1):
            await print_page(page)
    except OutOfPaper as error:
        await asyncio.sleep(0.001)
        print("giving up on", error.page)
        raise RuntimeError("the job failed") from error
    finally:
        await asyncio.sleep(0)
        print("tray closed")


async def main():
    await asyncio.create_task(job(5))
    print("never printed")


asyncio.run(main())
