"""Exceptions being handled while their handler waits: raise, raise from, finally, else, nested."""

import asyncio
import sys


async def pause(value=None):
    await asyncio.sleep(0)
    return value


async def translate(kind):
    try:
        await pause()
        raise kind("original")
    except LookupError as error:
        await pause()
        raise ValueError("translated") from error
    except OSError:
        try:
            await pause()
            raise ArithmeticError("while handling")
        except ArithmeticError:
            print("handling", repr(await pause(sys.exception())))
        print("again", repr(sys.exception()))
        await pause()
        raise
    else:
        print("never")
    finally:
        await pause()
        print("finally, handling", repr(sys.exception()))


async def overridden():
    for n in range(3):
        try:
            await pause()
            if n == 0:
                continue
            raise KeyError(n)
        finally:
            await pause()
            if n == 1:
                break  # noqa: B012
    return await last_word()


async def last_word():
    try:
        return await pause("from try")
    finally:
        await pause()
        print("on the way out")


def chain(error):
    while error:
        yield repr(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


async def main():
    for kind in (KeyError, FileNotFoundError):
        try:
            await translate(kind)
        except (ValueError, OSError) as error:
            await pause()
            print(" <- ".join(chain(error)))
    print(await overridden(), sys.exception())
    try:
        try:
            raise ExceptionGroup("all", [ValueError(1), TypeError(2), OSError(3)])
        except* ValueError as some:
            await pause()
            print("values", some.exceptions)
        except* TypeError as some:
            await pause()
            raise RuntimeError("about types") from some
    except ExceptionGroup as group:
        print([repr(error) for error in group.exceptions])


asyncio.run(main())
