"""The two engines that a test file is run on."""

from collections.abc import Callable
from typing import Any

ENGINES = ("cpython", "machine")


def call(engine: str, function: Callable[..., Any], *args: Any) -> Any:
    """Call `function` on `engine`, with all that it calls."""
    if engine == "cpython":
        return function(*args)
    if engine == "machine":
        from stillframe.machine import Machine, policy

        return Machine(function, *args, enter=policy.everything()).run()
    raise ValueError(f"no engine {engine!r}")
