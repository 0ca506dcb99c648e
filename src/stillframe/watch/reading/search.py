"""Search for a name, a line, a value; what is chosen leads to a moment."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple, final

from stillframe.watch.reading.makers import Makers
from stillframe.watch.reading.moves import Moves, Wanted
from stillframe.watch.reading.still import Still
from stillframe.watch.reading.values import ValueTexts

OF_EACH = 12
VALUES_AT_MOST = 200
_LINE = re.compile(r"(?:line\s*|:)?(\d+)")


class Goal(NamedTuple):
    """A moment, and a frame to select there, -1: the innermost."""

    moment: int
    frame: int = -1


class Found(NamedTuple):
    """Something that was found; ``go`` gives where it leads from a moment, None: nowhere."""

    title: str
    where: str
    go: Callable[[int], Goal | None]


@final
class Search:
    def __init__(self, moves: Moves, texts: ValueTexts, makers: Makers) -> None:
        self.moves = moves
        self.run = moves.run
        self.texts = texts
        self.makers = makers
        self.still = Still.of(moves.run.data)

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
                moments = [0] if self.still else life.moments
                goal = Goal(moments[0], one["frame"]) if moments else None

                def go(_: int, goal: Goal | None = goal) -> Goal | None:
                    return goal

                yield Found(one["name"], one["kind"], go)

    def _codes(self, query: str) -> Iterator[Found]:
        for number, code in enumerate(self.run.data["codes"]):
            if query in code["qualname"].lower():
                wanted = {number: range(len(code["op"]))}

                def go(_: int, wanted: Wanted = wanted) -> Goal | None:
                    return self._next(-1, wanted)

                where = f"{code['kind']}, {self.run.file_name(code['file'])}:{code['line']}"
                yield Found(code["qualname"], where, go)

    def _variables(self, query: str) -> Iterator[Found]:
        for number, code in enumerate(self.run.data["codes"]):
            for slot, name in enumerate(code["slots"]):
                if query not in name.lower():
                    continue

                def go(moment: int, number: int = number, slot: int = slot) -> Goal | None:
                    return self._bound(moment, number, slot)

                where = "" if self.still else ": where it is bound next"
                yield Found(name, f"in {code['qualname']}{where}", go)

    def _bound(self, moment: int, number: int, slot: int) -> Goal | None:
        if self.still:
            return self._select(self.still.binding(number, slot, self.run.trace.at(0)))
        stores = {
            index
            for index, (follows, _) in enumerate(self.run.data["codes"][number]["effects"])
            if any(one == slot for one, _ in follows[2])
        }
        found = self._next(moment, {number: stores})
        return found and found._replace(moment=min(found.moment + 1, self.run.steps))

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

                def go(moment: int, file: int = file, at: int = at) -> Goal | None:
                    return self._next(moment, self.moves.instructions_of_line(file, at))

                where = f"{self.run.file_name(file)}:{at}"
                result = Found(line.strip() or "(empty)", where, go)
                (first if at == number else found).append(result)
        return first + found

    def _values(self, query: str) -> Iterator[Found]:
        for value in range(1, len(self.run.data["values"]["text"])):
            name = self.texts.name(value)
            if query not in name.lower():
                continue

            def go(_: int, value: int = value) -> Goal | None:
                return self._seen(value)

            where = "" if self.still else ": where it is seen first"
            yield Found(name, f"{self.texts.type(value)}{where}", go)

    def _seen(self, value: int) -> Goal | None:
        if self.still:
            return self._select(self.still.holding(value, self.run.trace.at(0)))
        step = self.makers.first_seen(value)
        return None if step is None else Goal(step + 1)

    def _next(self, moment: int, wanted: Wanted) -> Goal | None:
        """The next moment of these instructions, the first of all if there is none."""
        if self.still:
            return self._select(self.still.at(wanted, self.run.trace.at(0)))
        found = self.moves.reach_around(moment, wanted)
        return None if found is None else Goal(found)

    @staticmethod
    def _select(frame: int | None) -> Goal | None:
        return None if frame is None else Goal(0, frame)
