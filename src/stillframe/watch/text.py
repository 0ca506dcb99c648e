"""A run as lines of text: one for each step; a moment as what stands in it."""

from collections.abc import Iterator

from stillframe.watch import moment_text
from stillframe.watch.state import FrameState
from stillframe.watch.tables import rows
from stillframe.watch.trace import Trace


def lines(trace: Trace) -> Iterator[str]:
    """The steps in order: number, frame, line, instruction, value stack; then what it led to."""
    data = trace.data
    if "moment" in data:
        yield from moment_text.lines(trace)
        return
    width = len(str(trace.steps))
    after = _after(trace)
    for moment in range(trace.steps):
        state = trace.at(moment)
        frame = state.current
        if frame is None:
            yield f"{moment:{width}}  (no frame of the program)"
        else:
            yield f"{moment:{width}}  {_step(trace, frame, data['pc'][moment], len(state.chain))}"
        for line in after.get(moment, ()):
            yield f"{'':{width}}  {line}"
    if data["full"]:
        yield f"The recording stopped here, at its limit of {data['limit']:,} steps."


def _step(trace: Trace, frame: FrameState, pc: int, depth: int) -> str:
    code = trace.code(frame.number)
    line = code["position"][pc][0]
    instruction = f"{code['op'][pc]} {code['arg'][pc]}".rstrip()
    stack = ", ".join(trace.show(value) for value in frame.stack)
    name = trace.name(frame.number)
    return f"{'· ' * (depth - 1)}{name}:{line or '?'}  {instruction}  [{stack}]"


def _after(trace: Trace) -> dict[int, list[str]]:
    """What happened in each step, as lines below it."""
    data = trace.data
    found: dict[int, list[str]] = {}

    for row in rows(data["events"]):
        name = data["generators"][row["generator"]]["name"]
        value = f" {trace.show(row['value'])}" if row["value"] else ""
        found.setdefault(row["step"], []).append(f"  → {name}: {row['kind']}{value}")
    for row in rows(data["exceptions"]):
        if row["kind"] == "raised":
            text = f"  ! raised {trace.show(row['value'])}"
            found.setdefault(row["step"], []).insert(0, text)
    for row in rows(data["output"]):
        found.setdefault(row["step"], []).append(f"  » {row['stream']} {row['text']!r}")
    return found
