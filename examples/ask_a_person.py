"""An agent that waits for a person's answer while no process of it runs.

    python examples/ask_a_person.py              asks the first question, and ends
    python examples/ask_a_person.py Ada          goes on with that answer
"""

import os
import sys
import tempfile
import types
from collections.abc import Generator
from pathlib import Path
from typing import Any

import stillframe

STATE = Path(tempfile.gettempdir()) / "stillframe-ask-a-person.still"


@types.coroutine
def ask(question: str) -> Generator[str, str, str]:
    return (yield question)


async def greet() -> str:
    name = await ask("What is your name?")
    return f"{name}, {await ask(f'And where do you live, {name}?')}"


async def agent() -> str:
    try:
        return f"Noted: {await greet()}"
    finally:
        print("(the agent's finally clause runs once, at the end)")


def step(coroutine: Any, answer: str | None) -> None:
    try:
        question = coroutine.send(answer)
    except StopIteration as done:
        print(done.value)
        STATE.unlink(missing_ok=True)
    else:
        print(question)
        STATE.write_bytes(stillframe.freeze(coroutine))
        sys.stdout.flush()
        os._exit(0)  # gone without a farewell: as if the machine had been switched off


if __name__ == "__main__":
    if len(sys.argv) > 1 and STATE.exists():
        step(stillframe.thaw(STATE.read_bytes()), sys.argv[1])
    else:
        step(agent(), None)
