"""Run a program of the corpus and cut its event loop: at every turn, or into another process.

python -m turns.cut run FILE             freeze and thaw the loop after every turn
python -m turns.cut leave FILE TURN TO   leave the loop in a file after so many turns (or none)
python -m turns.cut enter FILE FROM      go on from there, cutting at every turn

The program itself runs natively; `asyncio.run` is ours, and does what asyncio's does by turns.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.machinery
import os
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stillframe import freeze, thaw
from stillframe.loop import EventLoop, abandon


class Left(BaseException):
    """The loop was left in a file: nothing more is to happen here."""


class Turns:
    """An event loop that is exchanged after every turn; ``cut`` gives the next one."""

    def __init__(self, loop: EventLoop, cut: Callable[[Any, int], Any]) -> None:
        self.loop = loop
        self.cut = cut
        self.count = 0

    def complete(self, awaited: Any) -> Any:
        """`run_until_complete`."""
        future = asyncio.ensure_future(awaited, loop=self.loop)
        future.add_done_callback(_stop)
        return self.go_on(future)

    def go_on(self, future: Any) -> Any:
        going_on = True
        try:
            while going_on:
                going_on = self.loop.turn()
                self.count += 1
                self.loop, future = self.cut((self.loop, future), self.count)
        finally:
            future.remove_done_callback(_stop)
        return future.result()

    def close(self) -> None:
        """What `Runner.close` does."""
        if tasks := asyncio.all_tasks(self.loop):
            for task in tasks:
                task.cancel()
            tasks = self.complete(_all(tasks))
            for task in tasks:
                if not task.cancelled() and task.exception() is not None:
                    self.loop.call_exception_handler(
                        {
                            "message": "unhandled exception during asyncio.run() shutdown",
                            "exception": task.exception(),
                            "task": task,
                        }
                    )
        self.complete(self.loop.shutdown_asyncgens())
        self.complete(self.loop.shutdown_default_executor())
        self.loop.close()


async def _all(tasks: Any) -> Any:
    await asyncio.gather(*tasks, return_exceptions=True)
    return tasks


def _stop(future: Any) -> None:
    ended = future.cancelled() or not isinstance(future.exception(), SystemExit | KeyboardInterrupt)
    if ended:  # else the loop has been left
        future.get_loop().stop()


def run(cut: Callable[[Any, int], Any]) -> Callable[..., Any]:
    """What is to stand for `asyncio.run`."""

    def stand_in(main: Any, *, debug: Any = None, loop_factory: Any = None) -> Any:
        turns = Turns(EventLoop(), cut)
        if debug is not None:
            turns.loop.set_debug(debug)
        try:
            result = turns.complete(main)
        except Left:
            raise
        except BaseException:
            turns.close()
            raise
        turns.close()
        return result

    return stand_in


def again(whole: Any, count: int) -> Any:
    return read(write(whole))


def write(whole: Any) -> bytes:
    """A loop and what goes with it, and the state of the program's module."""
    state = {name: value for name, value in vars(program).items() if kept_apart(name, value)}
    data = freeze((*whole, state))
    abandon(whole[0])
    return data


def kept_apart(name: str, value: Any) -> bool:
    """Whether a global isn't what a module has by being imported."""
    named = isinstance(value, types.ModuleType | types.FunctionType | type)
    return not named and not name.startswith("__")


def read(data: bytes) -> Any:
    *whole, state = thaw(data)
    vars(program).update(state)
    return whole


program: types.ModuleType


def leaving(at: int, path: Path) -> Callable[[Any, int], Any]:
    """A cut that leaves the loop in a file after some turns."""

    def cut(whole: Any, count: int) -> Any:
        if count != at:
            return whole
        path.write_bytes(write(whole))
        raise Left

    return cut


def load(path: Path) -> None:
    """Run a program as a module that is imported: its code is saved by reference."""
    name = f"turns_{path.stem}"
    global program
    program = sys.modules[name] = types.ModuleType(name)
    program.__file__ = str(path)
    program.__spec__ = importlib.machinery.ModuleSpec(name, None, origin=str(path))
    source = path.read_text("utf-8").replace('if __name__ == "__main__":', "if True:")
    exec(compile(source, str(path), "exec"), vars(program))


def use(stand_in: Callable[..., Any]) -> None:
    asyncio.run = stand_in
    if "anyio" in sys.argv[2]:
        import anyio

        async def named(main: Any, *arguments: Any) -> Any:
            asyncio.current_task().set_name(f"{main.__module__}.{main.__qualname__}")
            return await main(*arguments)

        anyio.run = lambda main, *arguments: stand_in(named(main, *arguments))


def refuse(main: Any, **options: Any) -> None:
    """Where a program is only to be loaded, up to here."""
    main.close()
    raise Left


def main() -> None:
    action, path = sys.argv[1], Path(sys.argv[2])
    if action == "enter":
        use(refuse)
        with contextlib.suppress(Left):
            load(path)
        loop, future = read(Path(sys.argv[3]).read_bytes())
        turns = Turns(loop, again)
        turns.go_on(future)
        turns.close()
    elif action == "leave":
        use(run(leaving(int(sys.argv[3]), Path(sys.argv[4]))))
        with contextlib.suppress(Left):
            load(path)
    else:
        use(run(again))
        load(path)


def main_and_exit() -> None:
    status: Any = 0
    try:
        main()
    except SystemExit as exit:
        status = exit.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
        status = 1
    sys.stdout.flush()
    os._exit(status)  # what was abandoned isn't finished


if __name__ == "__main__":
    from turns import cut  # functions of a module are saved by reference, those of __main__ aren't

    cut.main_and_exit()
