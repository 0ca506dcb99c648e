def run(c):
    try:
        while True: c.send(None)
    except StopIteration as s:
        return s.value
async def agen():
    try:
        while True:
            try:
                yield 1
            except ValueError as e:
                print("caught", e)
                yield "handled"
    finally:
        print("cleanup")
async def main():
    g = agen()
    print(await g.__anext__(), await g.athrow(ValueError("v")), await g.__anext__())
    await g.aclose()
    await g.aclose()
    try:
        await g.__anext__()
    except StopAsyncIteration:
        print("closed")
    g = agen()
    try:
        await g.athrow(KeyError("not started"))
    except KeyError as e:
        print(repr(e))
    async def ignores():
        try: yield 1
        except GeneratorExit: yield 2
    g = ignores()
    await g.__anext__()
    try:
        await g.aclose()
    except RuntimeError as e:
        print(e)
    async def raises():
        try: yield 1
        finally: raise LookupError("while closing")
    g = raises()
    await g.__anext__()
    try:
        await g.aclose()
    except LookupError as e:
        print(e)
    g = agen()
    await g.__anext__()
    try:
        await g.athrow(OSError("out"))
    except OSError as e:
        print(e)
run(main())
