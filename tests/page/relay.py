"""Starts Firefox, and stands between it and who drives it by WebDriver BiDi.

Playwright begins with commands that an older Firefox, such as Debian's, doesn't know, though none
of our tests needs what they do. This answers them instead; all else passes.

    python relay.py /usr/bin/firefox-esr [Firefox's own arguments]
"""

import asyncio
import json
import re
import sys

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

ANSWERS = {
    "browser.setDownloadBehavior": {},
    "emulation.setMediaFeaturesOverride": {},
    "emulation.setScreenOrientationOverride": {},
    "emulation.setScreenSettingsOverride": {},
    "emulation.setTouchOverride": {},
    "network.addDataCollector": {"collector": "none"},
}


async def main(program: str, *arguments: str) -> None:
    firefox = await asyncio.create_subprocess_exec(
        program, *arguments, stderr=asyncio.subprocess.PIPE
    )
    address = ""
    while not address and (line := await firefox.stderr.readline()):
        found = re.search(rb"WebDriver BiDi listening on (ws://\S+)", line)
        address = found[1].decode() if found else ""
    drained = asyncio.create_task(firefox.stderr.read())

    async def relay(driver):
        async with connect(f"{address}/session", max_size=None) as browser:
            asked = {}

            async def answers():
                async for text in browser:
                    message = json.loads(text)
                    method = asked.pop(message.get("id"), None)
                    if message.get("error") == "unknown command" and method in ANSWERS:
                        result = ANSWERS[method]
                        text = json.dumps(
                            {"type": "success", "id": message["id"], "result": result}
                        )
                    await driver.send(text)
                await driver.close()

            answering = asyncio.create_task(answers())
            async for text in driver:
                message = json.loads(text)
                asked[message["id"]] = message["method"]
                await browser.send(text)
            answering.cancel()

    async with serve(relay, "127.0.0.1", 0, max_size=None) as server:
        port = server.sockets[0].getsockname()[1]
        print(f"WebDriver BiDi listening on ws://127.0.0.1:{port}", file=sys.stderr, flush=True)
        await firefox.wait()
    await drained


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
