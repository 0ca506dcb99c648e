"""Running a program in pieces, each in a process of its own.

    python -m turns.cutting PROGRAM instructions 1000 [spawn]
    python -m turns.cutting PROGRAM turns 1 [spawn]
    python -m turns.cutting PROGRAM turn 5
    python -m turns.cutting serve

A process that has imported stillframe, and nothing of the program, forks a child for each piece,
or with `spawn` starts a new interpreter. The child thaws the program, runs so many instructions
or turns, freezes it into a file and is gone, with nothing of it undone. So whatever isn't in the
bytes is lost. With `turn` there is one cut, after so many turns. The last child ends as the
program does.

With `serve` a child is forked for each line of standard input, for one piece, and the answer is
its exit status (`across`).

Standard output and error are those of the process; it says at its end, in ``cuts.json``, how many
cuts there were, and where a save was refused and the program went on.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from stillframe.cli import program as programs
from stillframe.cli.run import end_as_python, end_with, guest_part
from stillframe.errors import NotSaveable
from stillframe.loop import EventLoop
from stillframe.machine import Machine, policy
from stillframe.machine.stopping import request_stop, take_back
from stillframe.program import inside, records
from stillframe.program.loops import use_our_loop
from stillframe.program.pickling import Own
from stillframe.program.session import Session
from stillframe.program.snapshot import freeze_program, thaw_program
from stillframe.program.state import State

CUT = 75


class Piece:
    """One piece of a program, in a child."""

    def __init__(self, folder: Path, unit: str, count: int) -> None:
        self.state = folder / "state"
        self.refused = folder / "refused"
        self.unit = unit
        self.count = count

    def run(self, path: str) -> None:
        use_our_loop()
        if self.state.exists():
            if self.unit == "turn":
                self.count = sys.maxsize
            state: State = thaw_program(self.state.read_bytes())
            enter = state.frames[0].policy
            session = self._session(state.machine(), enter)
            state.adopt(session, records.now())
        else:
            program = programs.from_path(path)
            sys.argv = [program.argv0]
            sys.path[0] = program.path0
            module = sys.modules["__main__"] = programs.main_module(program)
            enter = policy.program(program.own, native_coroutines=True)
            session = self._session(
                Machine.of_code(program.code, module.__dict__, enter=enter), enter
            )
        inside.current.append(session)
        session._after_resume()
        going = self._instructions if self.unit == "instructions" else self._turns
        while going(session):
            self._cut(session)
        session.machine.result  # noqa: B018

    def _session(self, machine: Machine, enter: policy.Policy) -> Session:
        def save(session: Session, reason: str) -> Any:
            own = Own(session.policy)
            self.state.write_bytes(freeze_program(State.of(session, None), own))

        return Session(machine, enter, save, lambda said: sys.exit(f"refused: {said}"))

    def _instructions(self, session: Session) -> bool:
        return all(session.machine.step() for _ in range(self.count))

    def _turns(self, session: Session) -> bool:
        left = self.count
        EventLoop.run_turns = EventLoop.turn  # type: ignore[method-assign]
        while left:
            request_stop()
            going = session.machine.go_on()
            take_back()
            if not going:
                return False
            left -= any(session.loops())
        return True

    def _cut(self, session: Session) -> None:
        try:
            session._refuse_imports()
            session._save(session, "cut")
        except NotSaveable as error:
            with self.refused.open("a") as file:
                print(error, file=file)
            return
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(CUT)


def end(piece: Piece, path: str) -> None:
    """Run a piece; what the program raises ends it without a line of ours in its traceback."""

    def work() -> None:
        try:
            piece.run(path)
        except BaseException as error:
            raised = error
            entry = guest_part(raised.__traceback__)
            while entry is not None and entry.tb_frame.f_code.co_filename == __file__:
                entry = guest_part(entry.tb_next)
            raised.__traceback__ = entry
        else:
            return
        if isinstance(raised, SystemExit):
            code = raised.code
            del raised, entry  # they hold what the program's frames hold
            sys.exit(code)
        end_with(raised)

    end_as_python(work)


def main(path: str, unit: str, count: str, how: str = "fork") -> None:
    folder = Path(os.environ["CUTS"])
    piece = Piece(folder, unit, int(count))
    if how == "piece":
        end(piece, path)
        return
    cuts = 0
    while True:
        if how == "spawn":
            options = [f"-W{one}" for one in sys.warnoptions]
            command = [sys.executable, *options, "-m", "turns.cutting", path, unit, count, "piece"]
            status = subprocess.run(command).returncode
        else:
            child = os.fork()
            if child == 0:
                end(piece, path)
                return
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status != CUT:
            break
        cuts += 1
    refused = piece.refused.read_text().splitlines() if piece.refused.exists() else []
    (folder / "cuts.json").write_text(json.dumps({"cuts": cuts, "refused": Counter(refused)}))
    os._exit(status if status >= 0 else 128 - status)


def serve() -> None:
    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if child == 0:
            sys.argv[1:] = []
            run_alone(**json.loads(line))
            return
        late = time.monotonic() + 60
        while not (ended := os.waitpid(child, os.WNOHANG))[0]:
            if time.monotonic() > late:
                os.kill(child, signal.SIGKILL)
            time.sleep(0.005)
        print(os.waitstatus_to_exitcode(ended[1]), flush=True)


def run_alone(path: str, unit: str, count: int, cuts: str, work: str) -> None:
    """Run one piece in a folder of its own, and end; what it writes is added to two files."""
    os.chdir(work)
    for number, name in enumerate((os.devnull, f"{cuts}/out", f"{cuts}/err")):
        opened = os.open(name, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        os.dup2(opened, number)
        os.close(opened)
    end(Piece(Path(cuts), unit, count), path)


if __name__ == "__main__":
    del sys.modules["__main__"]
    serve() if sys.argv[1:] == ["serve"] else main(*sys.argv[1:])
