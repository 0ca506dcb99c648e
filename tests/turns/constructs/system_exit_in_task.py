# status: 7
"""sys.exit in a task ends the loop and the program with its status; finally blocks run first."""

import asyncio
import sys


async def guard(n):
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0)
        print("guard is relieved", n)


async def leaves():
    await asyncio.sleep(0.002)
    print("leaving")
    print("what the user is told", file=sys.stderr)
    sys.exit(7)


async def main():
    guarded = asyncio.create_task(guard(1))
    leaving = asyncio.create_task(leaves())
    try:
        await asyncio.wait([guarded, leaving])
    except asyncio.CancelledError:
        print("main is cancelled")
        raise


try:
    asyncio.run(main())
finally:
    print("the last line")
