"""Traces of the programs whose pages are looked at, recorded here."""

from __future__ import annotations

import linecache
import sys
from functools import cache

from page.programs import PROGRAMS
from stillframe.watch.trace import Trace
from unit.watch.recorded import of_loop, of_text

# A loop of ours needs sockets to wake itself.
NAMES = [
    name for name, text in PROGRAMS.items() if sys.platform != "emscripten" or "asyncio" not in text
]


@cache
def trace(name: str) -> Trace:
    """The trace of a program of `page.programs`; it may end by an exception."""
    text = PROGRAMS[name]
    if "asyncio" in text:
        ours = "with asyncio.Runner(loop_factory=new_loop) as runner:\n    runner.run(main())"
        text = text.replace("asyncio.run(main())", ours)
        linecache.cache["<recorded>"] = (len(text), None, text.splitlines(True), "<recorded>")
        return of_loop(text)
    return of_text(text, raises=KeyError)
