"""`stillframe show`: a saved program, for people and for programs. None of its code is run."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from stillframe.cli.printing import printing
from stillframe.cli.run import complain
from stillframe.errors import StillframeError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.tree import Tree

    from stillframe.program.records import Program, SaveInfo


_WIDE = 10_000


def show_saved(path: str, number: int | None, as_json: bool) -> None:
    """Print what the file says of its program and of one save, the last if none is named."""
    from stillframe.program.store import Store

    try:
        with Store.read(path) as store:
            program, saves = store.program, store.saves()
            summary = json.loads(store.summary(number)) if saves or number is not None else None
    except StillframeError as error:
        complain(str(error))
        sys.exit(1)
    chosen = next((one for one in saves if one.number == number), saves[-1] if saves else None)
    with printing():
        if as_json:
            print(
                json.dumps(_plain(path, program, saves, chosen, summary), indent=2, default=_text)
            )
        else:
            _print(path, program, saves, chosen, summary)


def _text(value: object) -> str:
    """ISO 8601 for a moment: the only thing here that JSON has no words for."""
    assert isinstance(value, datetime)
    return value.isoformat(timespec="milliseconds")


def _plain(
    path: str,
    program: Program | None,
    saves: list[SaveInfo],
    chosen: SaveInfo | None,
    summary: Any,
) -> dict[str, Any]:
    return {
        "file": path,
        "program": asdict(program) if program is not None else None,
        "saves": [asdict(one) for one in saves],
        "save": chosen.number if chosen is not None else None,
        "state": summary,
    }


def _print(
    path: str,
    program: Program | None,
    saves: list[SaveInfo],
    chosen: SaveInfo | None,
    summary: Any,
) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = _WIDE  # nothing is cut in a pipe
    if program is None:
        console.print(f"{path}: no program has been run", markup=False)
        return
    said: str = program.status
    if program.status == "finished":
        said += f", exit status {program.exit_status}"
    console.print(f"{' '.join(program.argv)}: {said}", style="bold", markup=False)
    console.print(
        f"in {program.folder}, Python {program.python}, begun {_when(program.created)}",
        markup=False,
    )
    for one in saves:
        mark = ">" if one is chosen else " "
        line = f"{mark} save {one.number}, {_when(one.time)}, {one.size:,} bytes ({one.reason})"
        console.print(line, markup=False)
    if summary is not None and program.status != "finished":
        _print_state(console, summary)


def _print_state(console: Console, summary: Any) -> None:
    from rich.tree import Tree

    frames = Tree("frames, the innermost last", highlight=False)
    for frame in summary["frames"]:
        _add(frames, frame)
    console.print(frames)
    for loop in summary["loops"]:
        tasks = Tree(_counted(loop["task_count"], "task"), highlight=False)
        for task in loop["tasks"]:
            tasks_line = Tree(_escaped(" ".join(_of_task(task))))
            tasks.add(tasks_line)
            for frame in task["stack"]:
                _add(tasks_line, frame)
        _and_more(tasks, loop["task_count"], len(loop["tasks"]))
        console.print(tasks)
        if loop["timers"]:
            timers = Tree(_counted(loop["timer_count"], "timer"), highlight=False)
            for timer in loop["timers"]:
                timers.add(_escaped(f"in {timer['left']:.3f} s: {timer['callback']}"))
            _and_more(timers, loop["timer_count"], len(loop["timers"]))
            console.print(timers)


def _of_task(task: Any) -> Iterator[str]:
    yield task["name"]
    if task["cancelling"]:
        yield "(being cancelled)"
    if task["ready"]:
        yield "is ready to run"
    elif task["left"] is None:
        yield f"waits for {task['waits_for']}"
    else:
        yield f"waits for {task['waits_for']}, {task['left']:.3f} s are left"


def _add(tree: Tree, frame: Any) -> None:
    place = f"{os.path.basename(frame['file'])}:{frame['line']}"
    entry = tree.add(_escaped(f"{frame['function']}() at {place}  {frame['source']}"))
    # What a library has in its hands rarely helps; it's there with --json.
    for name, value in frame["locals"].items() if not frame["library"] else ():
        entry.add(_escaped(f"{name} = {value}"))


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"


def _and_more(tree: Tree, count: int, shown: int) -> None:
    if count > shown:
        tree.add(f"and {count - shown:,} more")


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _when(time: datetime) -> str:
    ago = (datetime.now(UTC) - time).total_seconds()
    units = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
    for size, unit in units:
        if ago >= size:
            return f"{_counted(int(ago // size), unit)} ago"
    return "just now"
