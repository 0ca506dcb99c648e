"""State that modules keep outside of loops and tasks, but for them.

Such as anyio's: its cancel scopes look up in a module's dictionary which scope a task is in.
"""

import sys
from importlib import import_module
from typing import Any

from stillframe.loop.futures import Task

# Modules, and weak dictionaries of theirs whose keys are tasks or loops.
KEYED = [
    ("anyio._backends._asyncio", "_task_states"),
    ("anyio.lowlevel", "_run_vars"),
]

Attached = list[tuple[str, str, list[tuple[Any, Any]]]]


def attached(loop: Any) -> Attached:
    """What the dictionaries have for a loop and its tasks, ended ones, too."""
    found: Attached = []
    for module, name in KEYED:
        items = getattr(sys.modules.get(module), name, None) or {}
        pairs = [
            (key, value)
            for key, value in list(items.items())
            if key is loop or (isinstance(key, Task) and key.get_loop() is loop)
        ]
        if pairs:
            found.append((module, name, pairs))
    return found


def attach(found: Attached) -> None:
    """Put it there again."""
    for module, name, pairs in found:
        items = getattr(import_module(module), name)
        for key, value in pairs:
            items[key] = value
