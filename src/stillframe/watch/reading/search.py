"""Search for a name, a line, a value; what is chosen leads to a moment."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple, final

from stillframe.watch.reading.makers import Makers
from stillframe.watch.reading.moves import Moves, Wanted
from stillframe.watch.reading.values import ValueTexts

OF_EACH = 12
VALUES_AT_MOST = 200
_LINE = re.compile(r"(?:line\s*|:)?(\d+)")


class Found(NamedTuple):
    """Something that was found; ``go`` gives the moment it leads to from a moment, None: none.

    ``frame`` is a generator's, which is looked at then.
    """

    title: str
    where: str
    go: Callable[[int], int | None]
    frame: int = -1


@final
class Search:
    def __init__(self, moves: Moves, texts: ValueTexts, makers: Makers) -> None:
        self.moves = moves
        self.run = moves.run
        self.texts = texts
        self.makers = makers

    def groups(self, written: str) -> list[tuple[str, list[Found]]]:
        """What is found, by kind, without the kinds of which nothing is."""
        written = written.strip()
        query = written.lower()
        if not query:
            return []
        values = islice(self._values(query), VALUES_AT_MOST)
        groups: list[tuple[str, list[Found]]] = [
            ("Generators and coroutines", list(self._generators(query))),
            ("Functions", list(self._codes(query))),
            ("Variables", list(self._variables(query))),
            ("Lines", self._lines(query)),
            ("Values", sorted(values, key=lambda one: one.title != written)),
        ]
        return [(title, found) for title, found in groups if found]

    def _generators(self, query: str) -> Iterator[Found]:
        for one, life in zip(self.run.generators, self.run.lives, strict=True):
            if query in one["name"].lower():
                begins = life.moments[0] if life.moments else None

                def go(_: int, begins: int | None = begins) -> int | None:
                    return begins

                yield Found(one["name"], one["kind"], go, one["frame"])

    def _codes(self, query: str) -> Iterator[Found]:
        for number, code in enumerate(self.run.data["codes"]):
            if query in code["qualname"].lower():
                wanted = {number: range(len(code["op"]))}

                def go(_: int, wanted: Wanted = wanted) -> int | None:
                    return self.moves.reach(-1, wanted)

                where = f"{code['kind']}, {self.run.file_name(code['file'])}:{code['line']}"
                yield Found(code["qualname"], where, go)

    def _variables(self, query: str) -> Iterator[Found]:
        for number, code in enumerate(self.run.data["codes"]):
            for slot, name in enumerate(code["slots"]):
                if query not in name.lower():
                    continue
                wanted = {
                    number: {
                        index
                        for index, (follows, _) in enumerate(code["effects"])
                        if any(one == slot for one, _ in follows[2])
                    }
                }

                def go(moment: int, wanted: Wanted = wanted) -> int | None:
                    found = self.moves.reach_around(moment, wanted)
                    return None if found is None else min(found + 1, self.run.steps)

                yield Found(name, f"in {code['qualname']}: where it is bound next", go)

    def _lines(self, query: str) -> list[Found]:
        """The lines with that text; before them that of this number."""
        asked = _LINE.fullmatch(query)
        number = int(asked[1]) if asked else 0
        first: list[Found] = []
        found: list[Found] = []
        for file, one in enumerate(self.run.data["files"]):
            for at, line in enumerate(one["lines"], 1):
                if at != number and query not in line.lower():
                    continue

                def go(moment: int, file: int = file, at: int = at) -> int | None:
                    wanted = self.moves.instructions_of_line(file, at)
                    return self.moves.reach_around(moment, wanted)

                where = f"{self.run.file_name(file)}:{at}"
                result = Found(line.strip() or "(empty)", where, go)
                (first if at == number else found).append(result)
        return first + found

    def _values(self, query: str) -> Iterator[Found]:
        for value in range(1, len(self.run.data["values"]["text"])):
            name = self.texts.name(value)
            if query not in name.lower():
                continue

            def go(_: int, value: int = value) -> int | None:
                step = self.makers.first_seen(value)
                return None if step is None else step + 1

            yield Found(name, f"{self.texts.type(value)}: where it is seen first", go)
