"""A StreamReader that the program itself feeds: lines, exact counts, separators, the end."""

import asyncio


async def feed(reader, chunks):
    for chunk in chunks:
        reader.feed_data(chunk)
        await asyncio.sleep(0)
    reader.feed_eof()


async def parse(reader):
    while header := await reader.readline():
        kind, size = header.decode().split()
        body = await reader.readexactly(int(size))
        print(kind, len(body), body[:12])
        if kind == "list":
            print("   ", body.decode().rstrip(",").split(","))
    print("at the end", reader.at_eof())


async def main():
    message = b"text 11\nhello world" + b"list 6\na,b,c," + b"blob 3000\n" + b"x" * 3000
    pieces = [message[i : i + 7] for i in range(0, 70, 7)] + [message[70:]]
    reader = asyncio.StreamReader()
    feeding = asyncio.create_task(feed(reader, pieces))
    await parse(reader)
    await feeding

    reader = asyncio.StreamReader(limit=16)
    feeding = asyncio.create_task(feed(reader, [b"one;", b"tw", b"o;thr"]))
    print(await reader.readuntil(b";"), await reader.readuntil(b";"))
    try:
        await reader.readuntil(b";")
    except asyncio.IncompleteReadError as error:
        print("incomplete", error.partial, error.expected)
    reader = asyncio.StreamReader()
    broken = asyncio.create_task(reader.read(10))
    await asyncio.sleep(0.001)
    reader.set_exception(ConnectionResetError("cut"))
    print(repr((await asyncio.gather(broken, return_exceptions=True))[0]))
    reader = asyncio.StreamReader()
    reading = asyncio.create_task(reader.read())
    await feed(reader, [b"all", b" of ", b"it"])
    print(await reading)


asyncio.run(main())
