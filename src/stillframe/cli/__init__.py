"""The command line. One module a command; this one says which there are and how they are spelled.

What a command needs is imported when it runs, so that ``--help`` and ``--version`` are quick and
a program that we run finds as little as possible of ours in ``sys.modules``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

SUPPORTED = ((3, 11), (3, 14))


def main() -> None:
    """The ``stillframe`` command. Ends the process as CPython would, by returning or SystemExit."""
    refusal = unsupported()
    if refusal:
        sys.exit(refusal)
    from stillframe.cli.app import command

    chosen: list[Callable[[], None]] = []
    try:
        command().main(prog_name="stillframe", obj=chosen)
    except SystemExit:
        if not chosen:
            raise
    # The work is done out here: in there, a program's KeyboardInterrupt, EOFError or broken pipe
    # would be taken for one of the command line's own.
    for work in chosen:
        work()


def unsupported() -> str | None:
    """One line that says why this Python won't do, or None."""
    oldest, newest = (".".join(map(str, version)) for version in SUPPORTED)
    here = ".".join(map(str, sys.version_info[:3]))
    if sys.implementation.name != "cpython":
        return f"stillframe: needs CPython, this is {sys.implementation.name} {here}"
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        return f"stillframe: needs CPython {oldest} to {newest}, this is {here}"
    return None
