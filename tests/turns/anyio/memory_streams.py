"""anyio: memory object streams between tasks: clones, buffers, backpressure, and their end."""

import anyio


async def produce(stream, name, count):
    async with stream:
        for n in range(count):
            await stream.send((name, n))


async def consume(stream, received):
    async with stream:
        async for item in stream:
            received.append(item)
            await anyio.sleep(0)


async def main():
    send, receive = anyio.create_memory_object_stream(2)
    received = [[], []]
    async with anyio.create_task_group() as group:
        for name in "abc":
            group.start_soon(produce, send.clone(), name, 4)
        for items in received:
            group.start_soon(consume, receive.clone(), items)
        send.close()
        receive.close()
    everything = sorted(received[0] + received[1])
    print(len(everything), everything[:5])

    send, receive = anyio.create_memory_object_stream(1)
    async with send, receive:
        send.send_nowait("fits")
        try:
            send.send_nowait("doesn't")
        except anyio.WouldBlock:
            print("full", send.statistics().current_buffer_used)
        with anyio.move_on_after(0.002) as scope:
            await send.send("waits in vain")
        print("gave up", scope.cancelled_caught, await receive.receive())
    closed_send, orphan = anyio.create_memory_object_stream(1)
    closed_send.close()
    try:
        await orphan.receive()
    except anyio.EndOfStream:
        print("end of stream")
    orphan.close()
    try:
        orphan.receive_nowait()
    except anyio.ClosedResourceError:
        print("closed")


if __name__ == "__main__":
    anyio.run(main)
