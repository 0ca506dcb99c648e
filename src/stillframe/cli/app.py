"""How the commands are spelled: arguments, options, help.

A command leaves what there is to do in the context; ``stillframe.cli.main`` does it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from stillframe import __version__

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def command() -> Any:
    """The whole command line, ready to be called with ``main()``."""
    return typer.main.get_command(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        python = ".".join(map(str, sys.version_info[:3]))
        print(f"stillframe {__version__} (CPython {python})")
        raise typer.Exit


@app.callback()
def stillframe(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=_print_version, is_eager=True, help="Show the version."
        ),
    ] = False,
) -> None:
    """Run Python programs on frames that are plain data, and look at the code they run."""


class ProgramCommand(typer.core.TyperCommand):
    """A command whose options end where its program begins, as those of ``python`` do."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, end_options(args))


def end_options(args: list[str]) -> list[str]:
    """Put ``--`` after ``-m MODULE`` or ``-c CODE``: what follows belongs to the program."""
    place = 0
    while place < len(args) and args[place].startswith("-"):
        option = args[place]
        if option in ("-", "--"):
            break
        if option[:2] in ("-m", "-c"):
            place += 1 if len(option) > 2 else 2
            return args if place > len(args) else [*args[:place], "--", *args[place:]]
        place += 2 if option == "--enter" else 1
    return args


def _leave(context: typer.Context, work: Callable[[], None]) -> None:
    context.obj.append(work)


_STOP_AT_PROGRAM = {"allow_interspersed_args": False}


@app.command(cls=ProgramCommand, context_settings=_STOP_AT_PROGRAM)
def run(
    context: typer.Context,
    program: Annotated[
        str | None,
        typer.Argument(
            metavar="PROGRAM",
            help="A script, a directory or zip file with a __main__.py, or - for standard input.",
            show_default=False,
        ),
    ] = None,
    args: Annotated[
        list[str] | None,
        typer.Argument(metavar="ARGS", help="The program's own arguments.", show_default=False),
    ] = None,
    module: Annotated[
        str | None,
        typer.Option(
            "-m", metavar="MODULE", help="Run a module, as python -m.", show_default=False
        ),
    ] = None,
    code: Annotated[
        str | None,
        typer.Option("-c", metavar="CODE", help="Run this text, as python -c.", show_default=False),
    ] = None,
    enter: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="Run on the machine also the modules or files that match, such as 'json.*' or "
            "'*/lib/tool*'; 'all' for everything. May be repeated.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Run a program on the machine, as python would run it.

    It enters the program's own code; libraries run natively, unless --enter says otherwise.
    """
    from stillframe.cli.run import Request, run_program

    arguments = [*([] if program is None else [program]), *(args or [])]
    if module is not None and code is not None:
        raise typer.BadParameter("-m and -c exclude each other")
    if module is None and code is None and not arguments and _at_terminal():
        raise typer.BadParameter("no program: name one, or use -m or -c", param_hint="PROGRAM")
    _leave(context, partial(run_program, Request(arguments, module, code, enter or [])))


def _at_terminal() -> bool:
    return sys.stdin is None or sys.stdin.isatty()


@app.command(name="dis")
def disassemble(
    context: typer.Context,
    program: Annotated[
        str | None,
        typer.Argument(
            metavar="PROGRAM",
            help="A script, a directory or zip file with a __main__.py, or - for standard input.",
            show_default=False,
        ),
    ] = None,
    function: Annotated[
        str | None,
        typer.Argument(
            metavar="FUNCTION",
            help="Only this function or class, by its qualified name: Class.method, "
            "outer.<locals>.inner (or outer.inner), <module>.",
            show_default=False,
        ),
    ] = None,
    code: Annotated[
        str | None,
        typer.Option("-c", metavar="CODE", help="Disassemble this text.", show_default=False),
    ] = None,
) -> None:
    """Show source, CPython's instructions and the machine's, side by side.

    The program is compiled, never run. With -c, the one argument is the function's name.
    """
    from stillframe.cli.dis import show

    if code is not None:
        if function is not None:
            raise typer.BadParameter("-c takes the place of PROGRAM", param_hint="PROGRAM")
        program, function = None, program
    elif program is None:
        raise typer.BadParameter("no program: name one, or use -c", param_hint="PROGRAM")
    _leave(context, partial(show, program, function, code))
