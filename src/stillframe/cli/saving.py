"""`stillframe run` and `resume`: a program that is saved when it is asked to stop."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from typing import TYPE_CHECKING, NoReturn

from stillframe.cli import program as programs
from stillframe.cli.program import CannotRun, Program
from stillframe.cli.progress import progress, shown
from stillframe.cli.run import Request, Saving, complain, name_of, policy_for
from stillframe.errors import CodeChanged

if TYPE_CHECKING:
    from stillframe.program.saver import Saver
    from stillframe.program.session import Session
    from stillframe.program.store import Store
    from stillframe.snapshot.codes import Choice

SAVED = 75  # the exit status of a program that was saved and stopped: EX_TEMPFAIL of sysexits.h


def run(program: Program, request: Request) -> None:
    """Run a program from its beginning."""
    from stillframe.machine import Machine
    from stillframe.program import records
    from stillframe.program.saver import Saver
    from stillframe.program.session import Session

    assert request.saving is not None
    saving = request.saving
    path = saving.file or f"{name_of(request)}.still"
    store = existing(path, saving)
    module = programs.main_module(program)
    sys.modules["__main__"] = module
    policy = policy_for(program, request.enter, native_coroutines=True)
    prepare()
    saver = Saver(
        path,
        records.Program(
            argv=tuple(sys.argv),
            script=module.__dict__.get("__file__"),
            module=request.module,
            folder=os.getcwd(),
            python=".".join(map(str, sys.version_info[:3])),
            stillframe=_version(),
            created=records.now(),
        ),
        policy,
        program.source if not program.own else None,
        saving.keep,
        store,
    )
    if store is not None or saving.file is not None or saving.every is not None:
        saver.start()
    machine = Machine.of_code(program.code, module.__dict__, enter=policy)
    session = Session(machine, policy, shown(saver.save), complain, saving.patience)
    drive(session, saver, saving.every)


def resume(path: str, number: int | None, choice: Choice, saving: Saving) -> None:
    """Go on with a saved program."""
    from stillframe.program import records
    from stillframe.program.saver import Saver
    from stillframe.program.session import Session
    from stillframe.program.snapshot import thaw_program
    from stillframe.program.state import State
    from stillframe.program.store import Store

    store = Store.open(path, create=False, keep=saving.keep)
    try:
        program = store.program
        if program is None:
            advice = f"run one with `stillframe run --save {shlex.quote(path)}`"
            raise CannotRun(f"{path} holds no program: {advice}")
        if program.status == "finished":
            said = f"its program has finished, with exit status {program.exit_status}"
            if number is None:
                raise CannotRun(f"{path}: {said}; an earlier save goes on with --from N")
        prepare()
        with progress():
            data = store.load(number)
            state: State = thaw_program(data, code=choice)
        store.resume()
        if number is not None and number != store.saves()[-1].number:
            # A kill before the next save must not lead back to a newer one.
            store.save(data, reason=f"resumed from {number}", summary=store.summary(number))
    except CodeChanged as error:
        store.close()
        raise CannotRun(f"{error}; to go on with the code as it was saved: --code saved") from None
    except BaseException:
        store.close()
        raise
    policy = state.frames[0].policy
    saver = Saver(path, program, policy, state.text, saving.keep, store, running=True)
    session = Session(state.machine(), policy, shown(saver.save), complain, saving.patience)
    state.adopt(session, records.now())
    drive(session, saver, saving.every)


def prepare() -> None:
    """What must stand in the process before a program begins, or is put back."""
    from stillframe.program.endings import watch_atexit
    from stillframe.program.loops import use_our_loop
    from stillframe.program.process import begin
    from stillframe.program.table import ROWS  # noqa: F401 (all of it notes how things are)

    use_our_loop()
    watch_atexit()
    begin()


def drive(session: Session, saver: Saver, every: float | None) -> None:
    """Run a session to its end, and end as the program does."""
    from stillframe.program.endings import leave_atexit
    from stillframe.program.session import Stopped

    try:
        session.run(every)
    except Stopped as stopped:
        _leave(saver, stopped)
    except SystemExit as error:
        _finish(saver, status_of(error))
        raise
    except BaseException as error:
        _finish(saver, 130 if isinstance(error, KeyboardInterrupt) else 1)
        raise
    else:
        _finish(saver, 0)
    finally:
        leave_atexit()


def _finish(saver: Saver, status: int) -> None:
    """The file says that it's over when all that was printed is out: a kill may come after it."""
    _flush()
    saver.finish(status)


def _flush() -> None:
    for name in ("stdout", "stderr"):
        with contextlib.suppress(Exception):  # they may be the program's own
            getattr(sys, name).flush()


def status_of(error: SystemExit) -> int:
    """The exit status that CPython gives to it (``_Py_HandleSystemExit``)."""
    if error.code is None:
        return 0
    return error.code if isinstance(error.code, int) else 1


def _leave(saver: Saver, stopped: BaseException) -> NoReturn:
    """End the process, and nothing of the program: it isn't over, so nothing of it may be undone.

    No `finally` clause, no atexit function, no `__del__` runs.
    """
    from stillframe.loop.outside.executors import end_processes
    from stillframe.program.session import Stopped

    assert isinstance(stopped, Stopped)
    _flush()
    saver.close()
    end_processes()
    save = stopped.save
    complain(
        f"saved to {saver.path} (save {save.number}, {save.size:,} bytes); "
        f"go on with: {command_to_resume(saver.path)}"
    )
    _flush()
    os._exit(SAVED)


def command_to_resume(path: str) -> str:
    """What a person types in a shell."""
    return f"stillframe resume {shlex.quote(path)}"


def existing(path: str, saving: Saving) -> Store | None:
    """The file, open, if there is one. CannotRun if it holds an unfinished program."""
    if not os.path.exists(path):
        return None
    from stillframe.program.store import Store

    store = Store.open(path, create=True, keep=saving.keep)
    held, count = store.program, len(store.saves())
    if held is not None and held.status != "finished" and count and not saving.fresh:
        store.close()
        times = "once" if count == 1 else f"{count} times"
        raise CannotRun(
            f"{path} holds an unfinished program, saved {times}; go on with "
            f"`{command_to_resume(path)}`, begin anew with --fresh, or name another --save file"
        )
    return store


def _version() -> str:
    from stillframe import __version__

    return __version__
