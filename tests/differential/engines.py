"""What can run a program: CPython itself, the machine, that one step at a time, and recorded."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

Engine = Callable[[CodeType, dict[str, Any]], None]


def cpython(code: CodeType, namespace: dict[str, Any]) -> None:
    """The reference."""
    exec(code, namespace)


def machine(code: CodeType, namespace: dict[str, Any]) -> None:
    """All Python code, the standard library's too, on machine frames."""
    from stillframe.machine import Machine, policy

    Machine.of_code(code, namespace, enter=policy.everything()).run()


def stepping(code: CodeType, namespace: dict[str, Any]) -> None:
    """The same, stopped before every instruction."""
    from stillframe.machine import Machine, policy

    stepped = Machine.of_code(code, namespace, enter=policy.everything())
    while stepped.step():
        pass


def watched(code: CodeType, namespace: dict[str, Any]) -> None:
    """The same, each step written down, and as much of the program as there are steps for."""
    from stillframe.machine import Machine, policy
    from stillframe.watch.recorder import Recorder
    from stillframe.watch.running import record

    machine = Machine.of_code(code, namespace, enter=policy.everything())
    recorder = Recorder(lambda code: True, limit=100_000)
    record(machine, recorder, code.co_filename)


ENGINES: dict[str, Engine] = {"machine": machine, "stepping": stepping, "watched": watched}
