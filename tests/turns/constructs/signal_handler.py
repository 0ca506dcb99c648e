# sockets
"""Signal handlers of the loop: the program sends itself a signal, and hears it in a later turn."""

import asyncio
import os
import signal

heard = []


async def main():
    loop = asyncio.get_running_loop()
    again = asyncio.Event()

    def handler(name):
        heard.append(name)
        print("heard", name)
        again.set()

    loop.add_signal_handler(signal.SIGUSR1, handler, "usr1")
    loop.add_signal_handler(signal.SIGUSR2, handler, "usr2")
    for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGUSR1):
        os.kill(os.getpid(), number)
        await again.wait()
        again.clear()
        await asyncio.sleep(0.001)
    print("removed", loop.remove_signal_handler(signal.SIGUSR2))
    print("removed", loop.remove_signal_handler(signal.SIGUSR2))
    print(heard)


if __name__ == "__main__":
    asyncio.run(main())
