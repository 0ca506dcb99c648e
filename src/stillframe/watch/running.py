"""Running a program under the recorder."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from stillframe.machine import Machine
from stillframe.watch.output import heard
from stillframe.watch.recorder import Recorder
from stillframe.watch.trace import Trace
from stillframe.watch.writing import trace_of


def record(
    machine: Machine,
    recorder: Recorder,
    name: str,
    arguments: Sequence[str] = (),
    ended: Callable[[Trace], None] = lambda trace: None,
    writes: Callable[[], None] = lambda: None,
    sources: Mapping[str, str] = MappingProxyType({}),
) -> Any:
    """Run a program to its end, and give ``ended`` the trace; what the program returns.

    What it raises comes out of here, after that. ``writes`` is called whenever it is about to
    write to a standard stream. ``sources`` has the text of files that aren't files.
    """
    end: dict[str, Any] = {"how": "returned"}
    recorder.start()
    try:
        with heard(recorder.hear, writes):
            return machine.run()
    except BaseException as error:
        end = {"how": "raised", "type": type(error).__name__, "value": recorder.values.of(error)}
        if error.__traceback__ is not None:  # without this frame, which is nothing to the program
            error.__traceback__ = error.__traceback__.tb_next
        raise
    finally:
        recorder.stop()
        ended(trace_of(recorder, name, list(arguments), end, sources))
