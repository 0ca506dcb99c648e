"""How the commands are spelled: arguments, options, help.

A command leaves what there is to do in the context; ``stillframe.cli.main`` does it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
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


class WatchCommand(ProgramCommand):
    """A saved program takes no arguments, so options may stand behind it, too."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        from stillframe.program.recognise import recognise

        place = _program_place(args)
        ctx.allow_interspersed_args = place < len(args) and recognise(args[place]) is not None
        return super().parse_args(ctx, args)


def end_options(args: list[str]) -> list[str]:
    """Put ``--`` after ``-m MODULE`` or ``-c CODE``: what follows belongs to the program."""
    place = _program_place(args)
    if place < len(args) and args[place][:2] in ("-m", "-c"):
        place += 1 if len(args[place]) > 2 else 2
        return args if place > len(args) else [*args[:place], "--", *args[place:]]
    return args


def _program_place(args: list[str]) -> int:
    """Where the program is named, behind the options: by its file, ``-``, ``-m`` or ``-c``."""
    place = 0
    while place < len(args) and args[place].startswith("-"):
        option = args[place]
        if option in ("-", "--") or option[:2] in ("-m", "-c"):
            break
        place += 2 if option in WITH_VALUE else 1
    return place


WITH_VALUE = (
    *("--enter", "--save", "--every", "--keep", "--patience"),
    *("-o", "--output", "--limit", "--only", "--task", "--from"),
)


def _leave(context: typer.Context, work: Callable[[], None]) -> None:
    context.obj.append(work)


Every = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", min=0.001, help="Save that often.", show_default=False),
]
Keep = Annotated[int, typer.Option(metavar="N", min=1, help="How many saves are kept.")]
Patience = Annotated[
    float,
    typer.Option(metavar="SECONDS", min=0, help="How long a save may wait for a safe point."),
]
SavedFile = Annotated[
    str, typer.Argument(metavar="FILE", help="The file of a saved program.", show_default=False)
]
Number = Annotated[
    int | None,
    typer.Option("--from", metavar="N", help="An earlier save than the last.", show_default=False),
]


ProgramPath = Annotated[
    str | None,
    typer.Argument(
        metavar="PROGRAM",
        help="A script, a directory or zip file with a __main__.py, or - for standard input.",
        show_default=False,
    ),
]
ProgramArguments = Annotated[
    list[str] | None,
    typer.Argument(metavar="ARGS", help="The program's own arguments.", show_default=False),
]
ModuleName = Annotated[
    str | None,
    typer.Option("-m", metavar="MODULE", help="Run a module, as python -m.", show_default=False),
]
CodeText = Annotated[
    str | None,
    typer.Option("-c", metavar="CODE", help="Run this text, as python -c.", show_default=False),
]
Enter = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATTERN",
        help="Run on the machine also the modules or files that match, such as 'json.*' or "
        "'*/lib/tool*'; 'all' for everything. May be repeated.",
        show_default=False,
    ),
]


class Choices(StrEnum):
    """Which code a resumed program goes on with."""

    current = "current"
    saved = "saved"


_STOP_AT_PROGRAM = {"allow_interspersed_args": False}


@app.command(cls=ProgramCommand, context_settings=_STOP_AT_PROGRAM)
def run(
    context: typer.Context,
    program: ProgramPath = None,
    args: ProgramArguments = None,
    module: ModuleName = None,
    code: CodeText = None,
    enter: Enter = None,
    save: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Where the program is saved. By default its name with .still, in this folder.",
            show_default=False,
        ),
    ] = None,
    no_save: Annotated[
        bool, typer.Option("--no-save", help="Never save: Ctrl-C is the program's own.")
    ] = False,
    every: Every = None,
    keep: Keep = 10,
    patience: Patience = 5.0,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Give up an unfinished program in the file.")
    ] = False,
) -> None:
    """Run a program as python would run it; Ctrl-C saves it, and stillframe resume goes on.

    The machine enters the program's own code; libraries run natively, unless --enter says
    otherwise, and so do coroutines, at full speed.
    """
    from stillframe.cli.run import Request, Saving, run_program

    arguments = _arguments(program, args, module, code)
    saving = None if no_save else Saving(save, every, keep, patience, fresh)
    request = Request(arguments, module, code, enter or [], saving)
    _leave(context, partial(run_program, request))


def _arguments(
    program: str | None, args: list[str] | None, module: str | None, code: str | None
) -> list[str]:
    """The program and what follows it; a usage error where that names none, or several."""
    arguments = [*([] if program is None else [program]), *(args or [])]
    if module is not None and code is not None:
        raise typer.BadParameter("-m and -c exclude each other")
    if module is None and code is None and not arguments and _at_terminal():
        raise typer.BadParameter("no program: name one, or use -m or -c", param_hint="PROGRAM")
    return arguments


@app.command()
def resume(
    context: typer.Context,
    file: SavedFile,
    number: Number = None,
    code: Annotated[
        Choices,
        typer.Option(
            help="Go on with the code as it is now, or as it was saved, where its source changed."
        ),
    ] = Choices.current,
    every: Every = None,
    keep: Keep = 10,
    patience: Patience = 5.0,
) -> None:
    """Go on with a saved program where it was."""
    from stillframe.cli.run import Saving, end_as_python
    from stillframe.cli.saving import resume as go_on

    saving = Saving(file, every, keep, patience)
    work = partial(go_on, file, number, code.value, saving)
    _leave(context, partial(end_as_python, work))


@app.command()
def show(
    context: typer.Context,
    file: SavedFile,
    number: Number = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: as JSON.")] = False,
) -> None:
    """Show a saved program: its frames, its tasks, and what they wait for.

    None of its code is run.
    """
    from stillframe.cli.show import show_saved

    _leave(context, partial(show_saved, file, number, as_json))


@app.command(cls=WatchCommand, context_settings=_STOP_AT_PROGRAM)
def watch(
    context: typer.Context,
    program: Annotated[
        str | None,
        typer.Argument(
            metavar="PROGRAM",
            help="A script, a directory or zip file with a __main__.py, - for standard input; or "
            "a saved program, a file with a frozen object.",
            show_default=False,
        ),
    ] = None,
    args: ProgramArguments = None,
    module: ModuleName = None,
    code: CodeText = None,
    enter: Enter = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Where the page is written, or, with --text or --json, the run. A page's default: "
            "the program's name with .watch.html, in the current folder.",
            show_default=False,
        ),
    ] = None,
    opens: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in a browser.")
    ] = True,
    serves: Annotated[
        bool,
        typer.Option("--serve", help="Serve the page on loopback until Ctrl-C; write no file."),
    ] = False,
    in_terminal: Annotated[
        bool,
        typer.Option("--tui", help="Show the run in this terminal. Needs the extra 'tui'."),
    ] = False,
    as_text: Annotated[bool, typer.Option("--text", help="Print the run, a line a step.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run as JSON.")] = False,
    limit: Annotated[
        int, typer.Option(metavar="STEPS", min=1, help="How many steps are recorded at most.")
    ] = 1_000_000,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="Record only files or functions that match, such as 'tasks.py' or 'Parser.*'. May "
            "be repeated.",
            show_default=False,
        ),
    ] = None,
    task: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="Record only asyncio tasks whose name, or whose coroutine's, matches. May be "
            "repeated.",
            show_default=False,
        ),
    ] = None,
    number: Number = None,
) -> None:
    """Record every step of a program, to go through them both ways; or show a saved one.

    The program runs on the machine, its generators and coroutines too, and ends as under python;
    then the run is written. Of a saved program or a frozen object one moment is shown, and none
    of its code is run.
    """
    from stillframe.cli.run import Request
    from stillframe.cli.watch import Filters, Output, watch_program, watch_saved
    from stillframe.program.recognise import recognise

    if as_text and as_json:
        raise typer.BadParameter("--text and --json exclude each other")
    if in_terminal and (serves or as_text or as_json or output):
        raise typer.BadParameter("--tui goes without -o, --serve, --text and --json")
    if serves and (as_text or as_json or output):
        raise typer.BadParameter("--serve serves a page: it goes without -o, --text and --json")
    forms = {"text": as_text, "json": as_json, "served": serves, "tui": in_terminal}
    form = next((name for name, wanted in forms.items() if wanted), "page")
    where = Output(form, output, opens)
    if module is None and code is None and program is not None and recognise(program):
        if args or enter or only or task:
            said = "a saved program isn't run: no ARGS, --enter, --only, --task with it"
            raise typer.BadParameter(said)
        return _leave(context, partial(watch_saved, program, number, where))
    if number is not None:
        raise typer.BadParameter("--from is for a saved program")
    arguments = _arguments(program, args, module, code)
    request = Request(arguments, module, code, enter or [])
    filters = Filters(only or (), task or ())
    _leave(context, partial(watch_program, request, where, limit, filters))


def _at_terminal() -> bool:
    return sys.stdin is None or sys.stdin.isatty()


@app.command(name="dis")
def disassemble(
    context: typer.Context,
    program: ProgramPath = None,
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
