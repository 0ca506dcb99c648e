"""The tasks of a run: which generator is whose, who is ready when, who woke whom."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, final

from stillframe.watch.tables import moments, rows


@dataclass(slots=True)
class Ready:
    """The spans of moments in which a task is ready, but waits for its turn."""

    begin: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)

    def at(self, moment: int) -> bool:
        place = bisect_right(self.begin, moment) - 1
        return place >= 0 and moment < self.end[place]


@final
class Tasks:
    """``names`` are by generator, and so is ``ready``; ``turns`` are moments.

    ``wakes`` is of each moment at which a task becomes ready: by whom, and who; generators, -1 is
    none that is recorded.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._steps = data["steps"]
        self._handles = data["handles"]
        self._tasks = data["tasks"]
        self.names = {
            task["generator"]: str(task["name"]) for task in self._tasks if task["generator"] >= 0
        }
        self.ready: defaultdict[int, Ready] = defaultdict(Ready)
        self.wakes: list[tuple[int, int, int]] = []
        self.turns = moments(row["step"] for row in rows(data["loop"]) if row["kind"] == "turn")
        self._follow(data["loop"])

    def generator_of(self, handle: int) -> int:
        """The generator whose task's step a handle is, or -1."""
        task = self._handles[handle]["task"]
        return -1 if task < 0 else int(self._tasks[task]["generator"])

    def _follow(self, columns: dict[str, list[Any]]) -> None:
        since: dict[int, int] = {}
        for row in rows(columns):
            handle, moment = row["row"], row["step"] + 1
            if row["kind"] == "ready":
                since[handle] = moment
                generator = self.generator_of(handle)
                if generator >= 0:
                    by = -1 if row["by"] < 0 else self.generator_of(row["by"])
                    self.wakes.append((moment, by, generator))
            elif row["kind"] in ("calls", "drops") and handle in since:
                begin = since.pop(handle)
                generator = self.generator_of(handle)
                if generator >= 0:
                    self.ready[generator].begin.append(begin)
                    self.ready[generator].end.append(moment)
        for handle, begin in since.items():
            generator = self.generator_of(handle)
            if generator >= 0:
                self.ready[generator].begin.append(begin)
                self.ready[generator].end.append(self._steps + 1)  # it is, to the end
