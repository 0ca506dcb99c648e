"""``stillframe dis``: source, CPython's instructions and canonical ones, side by side."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import CodeType

from stillframe.cli import program as programs
from stillframe.cli.layout import plain, table
from stillframe.cli.listing import Listing, close_names, find, listing, nested
from stillframe.cli.printing import printing
from stillframe.cli.program import CannotRun, Program
from stillframe.cli.run import complain
from stillframe.errors import StillframeError


def show(path: str | None, function: str | None, text: str | None) -> None:
    """Print the listing of a program, given as a path ("-": standard input) or as text.

    With ``function``, that one code object alone. Ends with SystemExit where that can't be done:
    2 for a file that can't be opened, else 1.
    """
    try:
        program = _program(path, text)
        listings = [listing(code) for code in _chosen(program, function)]
    except CannotRun as error:
        complain(str(error))
        sys.exit(error.status)
    except SyntaxError as error:
        sys.__excepthook__(type(error), error, None)
        sys.exit(1)
    except StillframeError as error:
        complain(str(error))
        sys.exit(1)
    _print(listings, (program.source or "").splitlines())


def _program(path: str | None, text: str | None) -> Program:
    if text is not None:
        return programs.from_command(text)
    assert path is not None
    return programs.from_stdin() if path == "-" else programs.from_path(path)


def _chosen(program: Program, function: str | None) -> Sequence[CodeType]:
    if function is None:
        return list(nested(program.code))
    found = find(program.code, function)
    if not found:
        names = close_names(program.code, function)
        hint = f"; did you mean {' or '.join(names)}?" if names else ""
        raise CannotRun(f"no function or class {function!r} in {program.code.co_filename}{hint}")
    return found


def _print(listings: Sequence[Listing], source: Sequence[str]) -> None:
    from rich.console import Console

    python = ".".join(map(str, sys.version_info[:2]))
    console = Console(highlight=False)
    is_plain = not console.is_terminal or console.is_dumb_terminal or console.no_color
    with printing():
        for number, each in enumerate(listings):
            if number:
                print()
            parts = None if is_plain else table(each, source, python, console.width)
            if parts is None:
                print(*plain(each, source, python), sep="\n")
            else:
                console.print(*parts, sep="\n", end="")
