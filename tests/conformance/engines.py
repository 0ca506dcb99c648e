"""The engines that a test file is run on: CPython itself, and what is compared with it."""

from collections.abc import Callable
from typing import Any

ENGINES = ("cpython", "machine", "loop")


def call(engine: str, function: Callable[..., Any], *args: Any) -> Any:
    """Call `function` on `engine`, with all that it calls."""
    if engine == "cpython":
        return function(*args)
    if engine == "machine":
        from stillframe.machine import Machine, policy

        return Machine(function, *args, enter=policy.everything()).run()
    if engine == "loop":  # CPython, with our event loop
        from . import loops

        loops.substitute()
        return function(*args)
    raise ValueError(f"no engine {engine!r}")
