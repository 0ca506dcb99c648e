"""An agent that waits for a person's answers while no process of it runs.

python examples/ask_a_person.py trip.still             asks its first question, and is gone
python examples/ask_a_person.py trip.still Lisbon      goes on with that answer
python examples/ask_a_person.py trip.still             shows where it waits
"""

import os
import sys
import types
from collections.abc import Coroutine, Generator
from pathlib import Path

import stillframe

# What the agent yields are questions, and what it is sent are answers.
Agent = Coroutine[str, str | None, str]


@types.coroutine
def ask(question: str) -> Generator[str, str, str]:
    return (yield question)


async def choose(what: str, *choices: str) -> str:
    while (answer := await ask(f"{what}: {' or '.join(choices)}?")) not in choices:
        what = f"{answer} isn't among them. {what}"
    return answer


async def trip() -> str:
    try:
        city = await choose("Where to", "Lisbon", "Oslo")
        way = await choose(f"How to {city}", "train", "ship")
        return f"To {city} by {way}."
    finally:
        print("(The finally clause runs once, in the last process.)")


def go_on(agent: Agent, answer: str | None, state: Path) -> None:
    try:
        question = agent.send(answer)
    except StopIteration as end:
        state.unlink(missing_ok=True)
        print(end.value)
    else:
        new = state.with_suffix(".new")
        new.write_bytes(stillframe.freeze(agent))
        new.replace(state)
        print(question)
        leave()


def leave() -> None:
    """End the process, and drop nothing: an agent that is dropped is closed, as any coroutine,
    and its finally clauses run. But it goes on elsewhere."""
    sys.stdout.flush()
    os._exit(0)


def main(state: Path, answer: str | None) -> None:
    if not state.exists():
        go_on(trip(), None, state)
        return
    agent = stillframe.thaw(state.read_bytes())
    if answer is None:
        print(stillframe.stack(agent))
        leave()
    go_on(agent, answer, state)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
