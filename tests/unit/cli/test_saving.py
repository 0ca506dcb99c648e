"""`stillframe run` and `resume` as processes: what saves a program, how it ends, how it goes on."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
import zipfile
from pathlib import Path

import pytest

from stillframe import StoreError
from stillframe.program.store import Store
from unit.cli.processes import (
    Ending,
    needs_processes,
    python,
    started,
    stillframe,
    stopped,
    write,
)

pytestmark = [
    needs_processes,
    pytest.mark.skipif(os.name == "nt", reason="no signal can be sent to one process on Windows"),
]

# Counts, and waits to be stopped in between.
COUNTER = """
import time
for n in range(6):
    print(n, flush=True)
    if n == 2:
        print("ready", flush=True)
        time.sleep(0.2)
print("end")
"""
COUNTED = "0\n1\n2\nready\n3\n4\n5\nend\n"

TASKS = """
import asyncio
import sys

async def worker(name, queue, done):
    while True:
        item = await queue.get()
        if item == 4:
            print("ready", flush=True)
            await asyncio.sleep(0.2)
        await asyncio.sleep(0.001)
        done.append(item * item)
        queue.task_done()

async def main():
    queue, done = asyncio.Queue(), []
    for item in range(10):
        queue.put_nowait(item)
    tasks = [asyncio.create_task(worker(n, queue, done), name=f"worker {n}") for n in range(3)]
    await queue.join()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    print(sorted(done), sys.argv[1:])

asyncio.run(main())
"""
SQUARES = f"{[n * n for n in range(10)]}"


def status_of(file: Path) -> tuple[str, int | None]:
    with Store.read(file) as store:
        program = store.program
    assert program is not None
    return program.status, program.exit_status


def reasons(file: Path) -> list[str]:
    with Store.read(file) as store:
        return [one.reason for one in store.saves()]


def wait_for_saves(file: Path, count: int) -> None:
    """Until so many saves are in the file."""
    for _ in range(1000):
        with contextlib.suppress(StoreError), Store.read(file) as store:
            saves = store.saves()
            if saves and saves[-1].number >= count:
                return
        time.sleep(0.02)
    raise AssertionError(f"no {count} saves")


def wait_for_file(file: Path) -> None:
    for _ in range(1000):
        if file.exists():
            return
        time.sleep(0.01)
    raise AssertionError(f"{file.name} was not made")


def assert_saved(found: Ending, file: str = "app.still") -> None:
    """It was saved and has stopped, and one line says so."""
    assert found.status == 75, found
    assert found.stderr.startswith(f"stillframe: saved to {file} (save ")
    assert found.stderr.endswith(f"; go on with: stillframe resume {file}\n")
    assert found.stderr.count("\n") == 1


def resumed(file: str, cwd: Path, *options: str) -> Ending:
    """`stillframe resume FILE`, which must go well."""
    found = stillframe("resume", *options, file, cwd=cwd)
    assert (found.status, found.stderr) == (0, "")
    return found


# -- asked to stop


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_saves_a_script(tmp_path: Path, number: int) -> None:
    write(tmp_path / "app.py", COUNTER)
    first = stopped("run", "app.py", cwd=tmp_path, by=number)
    assert_saved(first)
    assert status_of(tmp_path / "app.still") == ("stopped", None)
    assert reasons(tmp_path / "app.still") == [signal.Signals(number).name]
    assert sorted(os.listdir(tmp_path)) == ["app.py", "app.still"]
    assert first.stdout + resumed("app.still", tmp_path).stdout == COUNTED
    assert status_of(tmp_path / "app.still") == ("finished", 0)


def test_a_signal_saves_tasks(tmp_path: Path) -> None:
    write(tmp_path / "app.py", TASKS)
    first = stopped("run", "app.py", "x", cwd=tmp_path)
    assert_saved(first)
    assert first.stdout == "ready\n"
    assert resumed("app.still", tmp_path).stdout == f"{SQUARES} ['x']\n"


def test_stopped_again_and_again(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import time
        for n in range(4):
            print("ready", n, flush=True)
            time.sleep(0.3 if n < 3 else 0)
        """,
    )
    printed = stopped("run", "app.py", cwd=tmp_path, at="ready 0").stdout
    for n in (1, 2):
        found = stopped("resume", "app.still", cwd=tmp_path, at=f"ready {n}")
        assert_saved(found)
        printed += found.stdout
    printed += resumed("app.still", tmp_path).stdout
    assert printed == "ready 0\nready 1\nready 2\nready 3\n"
    with Store.read(tmp_path / "app.still") as store:
        assert [one.number for one in store.saves()] == [1, 2, 3]


def test_nothing_of_the_program_is_undone_when_it_stops(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import asyncio, atexit
        @atexit.register
        def bye(): print("at exit")
        class Held:
            def __del__(self): print("finalised")
        async def main():
            held = Held()
            try:
                print("ready", flush=True)
                await asyncio.sleep(0.2)
            finally:
                print("finally")
        asyncio.run(main())
        """,
    )
    first = stopped("run", "app.py", cwd=tmp_path)
    assert_saved(first)
    assert first.stdout == "ready\n"
    assert resumed("app.still", tmp_path).stdout == "finally\nfinalised\nat exit\n"


def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    # The native call never returns: the first signal can't be answered.
    code = """
    import threading
    lock = threading.Lock()
    lock.acquire()
    def hang():
        print("ready", flush=True)
        while not lock.acquire(timeout=60): pass
    hang()
    """
    file = write(tmp_path / "app.py", code)
    with started("run", "--patience", "0.1", "app.py", cwd=tmp_path) as running:
        running.wait_for("ready")
        running.send(signal.SIGINT)
        assert running.process.stderr is not None
        said = running.process.stderr.readline()
        assert said == (
            f"stillframe: not saved yet (SIGINT): hang() at {file}:7 waits for a native call\n"
        )
        found = running.end(signal.SIGINT)
    assert found.status == -signal.SIGINT
    assert found.stderr.splitlines()[-1] == "KeyboardInterrupt"
    with started("run", "--patience", "9", "app.py", cwd=tmp_path) as running:
        running.wait_for("ready")
        running.send(signal.SIGTERM)
        time.sleep(0.3)
        found = running.end(signal.SIGTERM)
    assert (found.status, found.stderr) == (-signal.SIGTERM, "")
    assert not (tmp_path / "app.still").exists()


def test_the_call_in_the_way_is_named(tmp_path: Path) -> None:
    file = write(
        tmp_path / "app.py",
        """
        import re, time
        def slow(match):
            print("ready", flush=True)
            end = time.monotonic() + 1
            while time.monotonic() < end: pass
            return "b"
        print(re.sub("a", slow, "a"))
        time.sleep(0.01)
        print("end")
        """,
    )
    found = stopped("run", "--patience", "0.2", "app.py", cwd=tmp_path)
    assert found.status == 75
    said = found.stderr.splitlines()[0]
    assert said.startswith("stillframe: not saved yet (SIGINT): ")
    assert str(file) in said
    assert found.stdout == "ready\nb\n"
    assert resumed("app.still", tmp_path).stdout == "end\n"


def test_a_handler_of_the_programs_own(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import os, signal, time
        signal.signal(signal.SIGINT, lambda *args: os.write(1, b"mine\\n"))
        print("ready", flush=True)
        time.sleep(0.5)
        signal.raise_signal(signal.SIGINT)
        print("end")
        """,
    )
    found = stopped("run", "app.py", cwd=tmp_path)
    assert found == (0, "ready\nmine\nmine\nend\n", "")
    found = stopped("run", "app.py", cwd=tmp_path, by=signal.SIGTERM)
    assert_saved(found)
    assert resumed("app.still", tmp_path).stdout == "mine\nend\n"


def test_an_ignored_signal_stays_ignored(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import signal, time
        print(signal.getsignal(signal.SIGINT).name)
        print("ready", flush=True)
        time.sleep(0.3)
        print("end")
        """,
    )

    def ignore() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    with started("run", "app.py", cwd=tmp_path, preexec_fn=ignore) as running:
        running.wait_for("ready")
        found = running.end(signal.SIGINT)
    assert found == (0, "SIG_IGN\nready\nend\n", "")


# -- asked by the clock, and the program itself


SLOW = """
import time
for n in range(400):
    print(n, flush=True)
    time.sleep(0.05)
print("end")
"""


def test_killed_between_saves(tmp_path: Path) -> None:
    write(tmp_path / "app.py", SLOW.replace("400", "40"))
    file = tmp_path / "app.still"
    with started("run", "--every", "0.2", "app.py", cwd=tmp_path) as running:
        wait_for_saves(file, 2)
        first = running.end(signal.SIGKILL)
    assert status_of(file) == ("interrupted", None)
    assert set(reasons(file)) == {"every"}
    found = resumed("app.still", tmp_path)
    again = found.stdout.splitlines()
    assert again[-1] == "end"
    beginning = first.stdout.splitlines()[: int(again[0])]  # what it printed since is repeated
    assert beginning + again == [*map(str, range(40)), "end"]


def test_a_number_of_saves_is_kept(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import stillframe
        for n in range(5):
            stillframe.checkpoint()
        """,
    )
    for options, numbers in (["--keep", "2"], [4, 5]), ([], [1, 2, 3, 4, 5]):
        assert stillframe("run", *options, "app.py", cwd=tmp_path) == (0, "", "")
        with Store.read(tmp_path / "app.still") as store:
            assert [one.number for one in store.saves()] == numbers


def test_a_file_of_another_name(tmp_path: Path) -> None:
    write(tmp_path / "app.py", COUNTER)
    (tmp_path / "saved here é").mkdir()
    name = os.path.join("saved here é", "a file.still")
    found = stopped("run", "--save", name, "app.py", cwd=tmp_path)
    assert found.status == 75
    assert found.stderr.endswith("; go on with: stillframe resume 'saved here é/a file.still'\n")
    assert found.stdout + resumed(name, tmp_path).stdout == COUNTED
    shown = stillframe("show", name, cwd=tmp_path)
    assert shown.stdout.startswith("app.py: finished, exit status 0\n")


def test_names_that_are_no_text(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("other systems have no such names")
    name = os.fsdecode(b"app\xff.py")
    write(tmp_path / name, COUNTER)
    first = stopped("run", name, cwd=tmp_path)
    assert first.status == 75
    assert first.stdout + resumed(os.fsdecode(b"app\xff.still"), tmp_path).stdout == COUNTED


def killed_at_checkpoint(tmp_path: Path, text: str) -> None:
    """Killed right after the checkpoint has returned; a resumed program returns from it again."""
    write(tmp_path / "app.py", text)
    first = stillframe("run", "app.py", cwd=tmp_path)
    assert first == (-signal.SIGKILL, "begin\nsaved\n", "")
    assert status_of(tmp_path / "app.still") == ("interrupted", None)
    assert reasons(tmp_path / "app.still") == ["checkpoint"]
    assert resumed("app.still", tmp_path).stdout == "saved\nend\n"


def test_a_checkpoint(tmp_path: Path) -> None:
    killed_at_checkpoint(
        tmp_path,
        """
        import os, signal, stillframe
        def save():
            return stillframe.checkpoint()
        print("begin", flush=True)
        found = save()
        print("saved", flush=True)
        if stillframe.resumed() is None:
            os.kill(os.getpid(), signal.SIGKILL)
        print("end")
        """,
    )


def test_a_checkpoint_in_a_task(tmp_path: Path) -> None:
    killed_at_checkpoint(
        tmp_path,
        """
        import asyncio, os, signal, stillframe
        async def other():
            await asyncio.sleep(60)
        async def main():
            print("begin", flush=True)
            task = asyncio.create_task(other())
            found = await stillframe.checkpoint()
            print("saved", flush=True)
            if stillframe.resumed() is None:
                os.kill(os.getpid(), signal.SIGKILL)
            task.cancel()
            print("end")
        asyncio.run(main())
        """,
    )


def test_what_the_program_hears_of_a_resume(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import asyncio, datetime, stillframe
        @stillframe.on_resume
        def plain():
            when = stillframe.resumed()
            age = datetime.datetime.now(datetime.UTC) - when
            print("resumed", 0 <= age.total_seconds() < 60)
        @stillframe.on_resume
        async def of_the_loop():
            await asyncio.sleep(0)
            print("in a task", asyncio.current_task() is not None)
        async def main():
            print(stillframe.resumed(), flush=True)
            print("ready", flush=True)
            await asyncio.sleep(0.2)
            print("end")
        asyncio.run(main())
        """,
    )
    first = stopped("run", "app.py", cwd=tmp_path)
    assert_saved(first)
    assert first.stdout == "None\nready\n"
    assert resumed("app.still", tmp_path).stdout == "resumed True\nin a task True\nend\n"


def test_on_resume_raises(tmp_path: Path) -> None:
    file = write(
        tmp_path / "app.py",
        """
        import stillframe, time
        @stillframe.on_resume
        def wrong():
            raise ValueError("not ready")
        print("ready", flush=True)
        time.sleep(0.2)
        """,
    )
    assert_saved(stopped("run", "app.py", cwd=tmp_path))
    found = stillframe("resume", "app.still", cwd=tmp_path)
    assert found.status == 1
    assert found.stderr.splitlines()[-1] == "ValueError: not ready"
    assert f'File "{file}", line 5, in wrong' in found.stderr


def test_without_stillframe_run_they_do_nothing(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import asyncio, stillframe
        stillframe.on_resume(print)
        stillframe.checkpoint()
        async def main():
            await stillframe.checkpoint()
            print(stillframe.resumed())
        asyncio.run(main())
        """,
    )
    assert python("app.py", cwd=tmp_path) == (0, "None\n", "")
    assert stillframe("run", "--no-save", "app.py", cwd=tmp_path) == (0, "None\n", "")
    assert sorted(os.listdir(tmp_path)) == ["app.py"]


def test_a_checkpoint_that_is_refused(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import asyncio, stillframe
        held = (n for n in [1])
        held.gi_frame
        class Odd:
            def __reduce__(self): raise TypeError("an Odd is never saved")
        odd = Odd()
        try:
            stillframe.checkpoint()
        except stillframe.NotSaveable as error:
            print("plain:", error)
        async def main():
            try:
                await stillframe.checkpoint()
            except stillframe.NotSaveable as error:
                print("in a loop:", error)
        asyncio.run(main())
        del odd
        stillframe.checkpoint()
        print("end")
        """,
    )
    found = stillframe("run", "app.py", cwd=tmp_path)
    assert (found.status, found.stderr) == (0, "")
    first, second, end = found.stdout.splitlines()
    assert first.startswith("plain: ") and "odd" in first and "an Odd is never saved" in first
    assert second.startswith("in a loop: ") and "odd" in second
    assert end == "end"
    assert reasons(tmp_path / "app.still") == ["checkpoint"]


def test_a_checkpoint_that_native_code_asks_for(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import stillframe
        try:
            print(sorted([2, 1], key=lambda n: stillframe.checkpoint()))
        except stillframe.NotSaveable as error:
            print(error)
        """,
    )
    found = stillframe("run", "app.py", cwd=tmp_path)
    assert found.stdout.startswith("checkpoint() was called by native code")
    assert found.status == 0


# -- saves that can't be done


def test_a_save_that_is_refused(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import os, time
        class Odd:
            def __reduce__(self): raise TypeError("an Odd is never saved")
        held = {"here": Odd()}
        print("ready", flush=True)
        while held:
            time.sleep(0.01)
            if os.path.exists("go on"):
                held = None
                print("free", flush=True)
        while True:
            time.sleep(0.01)
        """,
    )
    with started("run", "--patience", "0.2", "app.py", cwd=tmp_path) as running:
        running.wait_for("ready")
        running.send(signal.SIGINT)
        assert running.process.stderr is not None
        said = running.process.stderr.readline()
        assert said.startswith("stillframe: not saved: ")
        assert "held" in said and "'here'" in said and "an Odd is never saved" in said
        assert said.endswith("; the program goes on, and the next signal ends it\n")
        (tmp_path / "go on").touch()
        running.wait_for("free")
        found = running.end(signal.SIGINT)
    assert found.status == -signal.SIGINT
    assert found.stderr.splitlines()[-1] == "KeyboardInterrupt"


def test_a_save_that_waits_until_it_can_be_done(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import time
        class Odd:
            def __reduce__(self): raise TypeError("an Odd is never saved")
        held = Odd()
        print("ready", flush=True)
        time.sleep(0.5)
        del held
        time.sleep(0.5)
        print("end")
        """,
    )
    assert_saved(stopped("run", "app.py", cwd=tmp_path))
    assert resumed("app.still", tmp_path).stdout == "end\n"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    write(tmp_path / "app.py", COUNTER)
    found = stillframe("run", "--save", "nowhere/app.still", "app.py", cwd=tmp_path)
    assert found.status == 1
    assert found.stdout == ""
    assert found.stderr.startswith("stillframe: there is no folder ")


def test_it_is_saved_where_it_was_started(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    write(
        tmp_path / "app.py",
        """
        import os, time
        os.chdir("elsewhere")
        print("ready", flush=True)
        time.sleep(0.2)
        print(os.path.basename(os.getcwd()))
        """,
    )
    assert_saved(stopped("run", "app.py", cwd=tmp_path))
    assert os.listdir(tmp_path / "elsewhere") == []
    assert resumed("app.still", tmp_path).stdout == "elsewhere\n"


def test_a_folder_that_has_gone(tmp_path: Path) -> None:
    here = tmp_path / "here"
    write(here / "app.py", "import os\nos.rename('../here', '../there')\n" + COUNTER)
    found = stopped("run", "app.py", cwd=here)
    assert (found.status, found.stdout) == (0, COUNTED)
    assert found.stderr.startswith(f"stillframe: not saved: there is no folder {here}")
    assert found.stderr.count("\n") == 1


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(tmp_path: Path) -> None:
    here = tmp_path / "here"
    write(here / "app.py", COUNTER)
    here.chmod(0o500)
    try:
        found = stopped("run", "app.py", cwd=here)
    finally:
        here.chmod(0o700)
    assert found.status == 0
    assert found.stdout == COUNTED
    assert found.stderr.startswith("stillframe: not saved: ")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_a_file_that_is_none_of_ours(tmp_path: Path) -> None:
    write(tmp_path / "app.py", COUNTER)
    (tmp_path / "app.still").write_text("something else, of somebody else" * 100)
    found = stillframe("run", "app.py", cwd=tmp_path)
    assert (found.status, found.stdout) == (1, "")
    assert "is not the file of a saved program" in found.stderr
    assert found.stderr.count("\n") == 1


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="this system has no such limit")
def test_a_full_disk(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import resource, stillframe, time
        kept = bytearray(1 << 20)
        stillframe.checkpoint()
        kept += __import__("random").randbytes(4 << 20)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, -1))
        print("ready", flush=True)
        time.sleep(0.5)
        try:
            stillframe.checkpoint()
        except stillframe.StoreError as error:
            print(error)
        """,
    )
    found = stopped("run", "app.py", cwd=tmp_path)
    assert found.status == 0
    (said,) = found.stderr.splitlines()
    file = tmp_path / "app.still"
    assert said.startswith(f"stillframe: not saved: {file}: a save failed: ")
    assert "Save 1, the last one before, is there. " in said
    assert said.endswith("; the program goes on, and the next signal ends it")
    assert "Save 1, the last one before, is there. " in found.stdout.splitlines()[1]
    assert reasons(tmp_path / "app.still") == ["checkpoint"]


# -- a file that is there already


def test_an_unfinished_program_is_not_given_up(tmp_path: Path) -> None:
    write(tmp_path / "app.py", COUNTER)
    assert_saved(stopped("run", "app.py", cwd=tmp_path))
    found = stillframe("run", "app.py", cwd=tmp_path)
    assert (found.status, found.stdout) == (1, "")
    assert found.stderr == (
        "stillframe: app.still holds an unfinished program, saved once; go on with `stillframe "
        "resume app.still`, begin anew with --fresh, or name another --save file\n"
    )
    assert stillframe("run", "--fresh", "app.py", cwd=tmp_path) == (0, COUNTED, "")
    assert status_of(tmp_path / "app.still") == ("finished", 0)
    assert reasons(tmp_path / "app.still") == []
    assert stillframe("run", "app.py", cwd=tmp_path) == (0, COUNTED, "")


def test_nothing_is_written_for_a_program_that_nobody_stops(tmp_path: Path) -> None:
    write(tmp_path / "app.py", "print(1)")
    assert stillframe("run", "app.py", cwd=tmp_path) == (0, "1\n", "")
    assert os.listdir(tmp_path) == ["app.py"]


def test_two_at_once(tmp_path: Path) -> None:
    write(tmp_path / "app.py", SLOW)
    file = tmp_path / "app.still"
    with started("run", "--every", "0.1", "app.py", cwd=tmp_path) as running:
        wait_for_saves(file, 1)
        for command in (["run", "--fresh", "app.py"], ["resume", "app.still"]):
            found = stillframe(*command, cwd=tmp_path)
            assert (found.status, found.stdout) == (1, "")
            assert found.stderr.startswith(
                f"stillframe: app.still is in use: process {running.process.pid} runs its program"
            )
        shown = stillframe("show", "app.still", cwd=tmp_path)
        assert shown.stdout.startswith("app.py: running\n")
        assert (shown.status, shown.stderr) == (0, "")
        assert_saved(running.end(signal.SIGTERM))


# -- how it ends


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("pass", 0),
        ("raise SystemExit", 0),
        ("import sys; sys.exit(3)", 3),
        ("import sys; sys.exit('said')", 1),
        ("import sys; sys.exit(True)", 1),
        ("1/0", 1),
        ("raise KeyboardInterrupt", 130),
    ],
)
def test_the_file_says_how_it_ended(tmp_path: Path, code: str, status: int) -> None:
    write(tmp_path / "app.py", code)
    found = stillframe("run", "--save", "a.still", "app.py", cwd=tmp_path)
    assert found == python("app.py", cwd=tmp_path)
    assert status_of(tmp_path / "a.still") == ("finished", status)
    for command in ("resume", "show"):
        again = stillframe(command, "a.still", cwd=tmp_path)
        assert f"finished, with exit status {status}" in again.stderr + again.stdout.replace(
            "finished, exit", "finished, with exit"
        )
        assert again.status == (1 if command == "resume" else 0)


def test_it_ends_differently_after_a_resume(tmp_path: Path) -> None:
    file = write(
        tmp_path / "app.py",
        """
        import time
        def fail(n):
            print("ready", flush=True)
            time.sleep(0.2)
            return 1 / n
        def main():
            fail(0)
        main()
        """,
    )
    assert_saved(stopped("run", "app.py", cwd=tmp_path))
    found = stillframe("resume", "app.still", cwd=tmp_path)
    assert found.status == 1
    expected = python("app.py", cwd=tmp_path)
    assert found.stderr == expected.stderr
    assert str(file) in found.stderr
    assert status_of(tmp_path / "app.still") == ("finished", 1)


def test_a_traceback_through_the_loop(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import asyncio
        async def fail():
            print("ready", flush=True)
            await asyncio.sleep(0.2)
            1 / 0
        async def main():
            await fail()
        asyncio.run(main())
        """,
    )
    assert_saved(stopped("run", "app.py", cwd=tmp_path))
    found = stillframe("resume", "app.still", cwd=tmp_path)
    assert (found.status, found.stdout) == (1, "")
    expected = python("app.py", cwd=tmp_path).stderr
    assert own_lines(found.stderr) == own_lines(expected)
    assert "stillframe" not in found.stderr


def own_lines(traceback: str) -> list[str]:
    """The entries of the program's own."""
    lines = traceback.splitlines()
    return [*(line for line in lines if "app.py" in line), lines[-1]]


# -- from an earlier save


def test_from_an_earlier_save(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import os, signal, stillframe
        for n in range(4):
            print(n, flush=True)
            stillframe.checkpoint()
            if n == 3 or stillframe.resumed():
                os.kill(os.getpid(), signal.SIGKILL)
        """,
    )
    assert stillframe("run", "app.py", cwd=tmp_path).stdout == "0\n1\n2\n3\n"
    # Killed at once: what was chosen is the newest save now.
    assert stillframe("resume", "--from", "2", "app.still", cwd=tmp_path).stdout == ""
    assert reasons(tmp_path / "app.still") == ["checkpoint"] * 4 + ["resumed from 2"]
    shown = stillframe("show", "app.still", cwd=tmp_path).stdout
    assert "n = 1" in shown
    found = stillframe("resume", "--from", "9", "app.still", cwd=tmp_path)
    assert (found.status, found.stdout) == (1, "")
    assert found.stderr == "stillframe: app.still holds no save 9, but 1 to 5\n"


def test_a_finished_program_goes_back(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import stillframe
        for n in range(3):
            print(n)
            stillframe.checkpoint()
        """,
    )
    assert stillframe("run", "app.py", cwd=tmp_path).stdout == "0\n1\n2\n"
    found = stillframe("resume", "app.still", cwd=tmp_path)
    assert found == (
        1,
        "",
        "stillframe: app.still: its program has finished, with exit status 0; an earlier save goes "
        "on with --from N\n",
    )
    assert resumed("app.still", tmp_path, "--from", "1").stdout == "1\n2\n"


# -- ways in


@pytest.mark.parametrize("way", ["script", "module", "package", "command", "input", "dir", "zip"])
def test_ways_in(tmp_path: Path, way: str) -> None:
    text = (
        COUNTER
        + """
import sys, beside
print(sys.argv, repr(sys.path[0]), beside.word())
print(__name__, sorted(name for name in globals() if name[:2] != "__"))
print(sys.modules["__main__"].__dict__ is globals(), globals().get("__file__"))
"""
    )
    write(tmp_path / "beside.py", "def word(): return 'beside'")
    stdin, name = None, "app.still"
    match way:
        case "script":
            write(tmp_path / "app.py", text)
            command = ["app.py"]
        case "module":
            write(tmp_path / "app.py", text)
            command = ["-m", "app"]
        case "package":
            write(tmp_path / "app" / "__init__.py", "")
            write(tmp_path / "app" / "__main__.py", text)
            command = ["-m", "app"]
        case "command":
            command, name = ["-c", text], "command.still"
        case "input":
            command, name, stdin = ["-"], "stdin.still", text
        case "dir":
            write(tmp_path / "app" / "__main__.py", text)
            write(tmp_path / "app" / "beside.py", "def word(): return 'beside'")
            command = ["app"]
        case _:
            with zipfile.ZipFile(tmp_path / "app.zip", "w") as archive:
                archive.writestr("__main__.py", text)
                archive.writestr("beside.py", "def word(): return 'beside'")
            command = ["app.zip"]
    expected = python(*command, "one", "-x", cwd=tmp_path, stdin=(stdin or "").encode())
    read = write(tmp_path / "program", stdin or "").open()
    with read, started("run", *command, "one", "-x", cwd=tmp_path, stdin=read) as running:
        running.wait_for("ready")
        first = running.end(signal.SIGINT)
    assert_saved(first, name)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    found = stillframe("resume", os.path.join("..", name), cwd=elsewhere)
    assert (found.status, found.stderr) == (0, "")
    assert first.stdout + found.stdout == expected.stdout


# -- the code has changed


def test_the_code_has_changed(tmp_path: Path) -> None:
    text = """
    import time
    def wait():
        print("ready", flush=True)
        time.sleep(0.2)
        print("old")
    def main():
        wait()
    main()
    """
    write(tmp_path / "app.py", text)
    assert_saved(stopped("run", "app.py", cwd=tmp_path))
    write(tmp_path / "app.py", text.replace("old", "new"))
    found = stillframe("resume", "app.still", cwd=tmp_path)
    assert (found.status, found.stdout) == (1, "")
    assert found.stderr.startswith("stillframe: wait of module __main__ changed since it was saved")
    assert found.stderr.endswith("; to go on with the code as it was saved: --code saved\n")
    assert found.stderr.count("\n") == 1
    assert status_of(tmp_path / "app.still") == ("stopped", None)
    assert resumed("app.still", tmp_path, "--code", "saved").stdout == "old\n"


# -- output


def test_output_is_neither_lost_nor_doubled(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import os, stillframe, sys, time
        for n in range(1000):
            print("line", n)
        open("ready", "w").close()
        stillframe.checkpoint()
        time.sleep(0.5)
        print("end")
        """,
    )
    expected = "".join(f"line {n}\n" for n in range(1000)) + "end\n"
    for number in (signal.SIGINT, signal.SIGKILL):
        out = tmp_path / "out"
        with out.open("w") as stream, started("run", "app.py", cwd=tmp_path, stdout=stream) as app:
            wait_for_saves(tmp_path / "app.still", 1)
            assert app.end(number).status in (75, -signal.SIGKILL)
        first = out.read_text()
        assert first + resumed("app.still", tmp_path).stdout == expected
        (tmp_path / "app.still").unlink()


def test_a_closed_pipe(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import time
        print("never read")
        open("ready", "w").close()
        time.sleep(0.5)
        print("end")
        """,
    )
    read, closed = os.pipe()
    os.close(read)
    with started("run", "app.py", cwd=tmp_path, stdout=closed) as running:
        os.close(closed)
        wait_for_file(tmp_path / "ready")
        found = running.end(signal.SIGINT)
    assert_saved(found)
    # What nobody could read is not printed again, and the program's end isn't disturbed.
    assert resumed("app.still", tmp_path).stdout == "end\n"


# -- time


def test_a_sleep_goes_on_with_what_is_left(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import time
        import stillframe
        print("ready", flush=True)
        time.sleep(4)
        print(time.time() - stillframe.resumed().timestamp(), flush=True)
        """,
    )
    with started("run", "app.py", cwd=tmp_path) as running:
        running.wait_for("ready")
        time.sleep(3)
        assert_saved(running.end(signal.SIGINT))
    left = float(resumed("app.still", tmp_path).stdout)
    assert left < 3.5  # about 1, and what a busy machine adds; all of it again would be 4


# -- other processes and threads of the program


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system can't fork")
def test_a_child_does_not_save(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import os, signal, sys, time
        child = os.fork()
        if child == 0:
            print("child ready", flush=True)
            time.sleep(10)
            os._exit(0)
        time.sleep(0.5)
        os.kill(child, signal.SIGTERM)
        _, status = os.waitpid(child, 0)
        print("child", os.waitstatus_to_exitcode(status))
        print("ready", flush=True)
        time.sleep(0.2)
        print("end")
        """,
    )
    first = stopped("run", "app.py", cwd=tmp_path)
    assert_saved(first)
    assert first.stdout == "child ready\nchild -15\nready\n"
    assert reasons(tmp_path / "app.still") == ["SIGINT"]
    assert resumed("app.still", tmp_path).stdout == "end\n"


def test_processes_of_multiprocessing(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import multiprocessing, time
        def double(n):
            return n * 2
        if __name__ == "__main__":
            for method in "spawn", "forkserver":
                with multiprocessing.get_context(method).Pool(1) as pool:
                    print(pool.map(double, [1, 2]))
        """,
    )
    found = stillframe("run", "app.py", cwd=tmp_path)
    assert found == (0, "[2, 4]\n[2, 4]\n", "")


def test_a_thread_is_in_the_way(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import threading, time
        free = threading.Event()
        worker = threading.Thread(target=free.wait, name="a worker", daemon=True)
        worker.start()
        print("ready", flush=True)
        time.sleep(0.5)
        free.set()
        worker.join()
        print(threading.active_count())
        """,
    )
    found = stopped("run", "--patience", "0.1", "app.py", cwd=tmp_path)
    assert (found.status, found.stdout) == (0, "ready\n1\n")
    assert found.stderr.startswith("stillframe: not saved: ")
    assert "thread 'a worker'" in found.stderr


# -- what would be lost with the process


def test_what_is_done_at_the_end(tmp_path: Path) -> None:
    text = """
    import atexit, contextvars, functools, os, sys, tempfile, time, weakref
    class Thing: pass
    thing = Thing()
    weakref.finalize(thing, print, "finalized")
    atexit.register(print, "printed at the end")
    atexit.register(sys.stdout.write, "written at the end\\n")
    calls = []
    @functools.lru_cache(maxsize=2, typed=True)
    def square(n):
        calls.append(n)
        return n * n
    same = square
    square(3), square(3)
    var = contextvars.ContextVar("var")
    token = var.set(5)
    named = tempfile.NamedTemporaryFile("w+", dir=".")
    named.write("text")
    named.flush()
    folder = tempfile.TemporaryDirectory(dir=".")
    print("ready", flush=True)
    time.sleep(0.3)
    named.seek(0)
    print(named.read(), os.path.exists(named.name), os.listdir(folder.name))
    named.close()
    folder.cleanup()
    print(os.path.exists(named.name), os.path.exists(folder.name))
    print(same is square, same.cache_parameters(), same.__wrapped__.__name__, square(3))
    print(var.get(), var.reset(token), var.get("unset"))
    """
    write(tmp_path / "app.py", text)
    expected = python("app.py", cwd=tmp_path)
    first = stopped("run", "app.py", cwd=tmp_path)
    assert_saved(first)
    found = stillframe("resume", "app.still", cwd=tmp_path)
    assert (found.status, found.stderr) == (0, "")
    assert first.stdout + found.stdout == expected.stdout
    assert expected.stdout.endswith("written at the end\nprinted at the end\nfinalized\n")
    assert sorted(os.listdir(tmp_path)) == ["app.py", "app.still"]


# -- what isn't there any more


def test_a_library_that_is_gone(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import sys, time
        sys.path.append("vendored/site-packages")
        import somebodys
        thing = somebodys.Thing()
        print("ready", flush=True)
        time.sleep(0.2)
        print(type(thing).__name__)
        """,
    )
    library = write(tmp_path / "vendored" / "site-packages" / "somebodys.py", "class Thing: pass\n")
    assert_saved(stopped("run", "app.py", cwd=tmp_path))
    for text, what in ((None, "somebodys"), ("class Other: pass\n", "somebodys.Thing")):
        library.unlink()
        if text is not None:
            library.write_text(text)
        found = stillframe("resume", "app.still", cwd=tmp_path)
        assert (found.status, found.stdout) == (1, "")
        assert found.stderr.startswith(
            f"stillframe: the program needs {what}, which this Python ({sys.executable}) doesn't"
        )
        assert found.stderr.count("\n") == 1
        library.write_text("# another version\nclass Thing: pass\n")
    assert status_of(tmp_path / "app.still") == ("stopped", None)
    assert resumed("app.still", tmp_path).stdout == "Thing\n"


def test_a_save_that_there_is_not(tmp_path: Path) -> None:
    write(tmp_path / "app.py", COUNTER)
    assert_saved(stopped("run", "app.py", cwd=tmp_path))
    found = stillframe("resume", "--from", "9", "app.still", cwd=tmp_path)
    assert found.stderr == "stillframe: app.still holds no save 9, but save 1 alone\n"


def test_names_with_spaces_and_letters(tmp_path: Path) -> None:
    folder = tmp_path / "mein Ördner"
    write(folder / "läuft gut.py", COUNTER)
    first = stopped("run", "mein Ördner/läuft gut.py", cwd=tmp_path)
    assert "go on with: stillframe resume 'läuft gut.still'" in first.stderr
    assert first.stdout + resumed("läuft gut.still", tmp_path).stdout == COUNTED


def test_another_seed_for_hashes(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import time
        letters, numbers = set("abcdef"), {letter: ord(letter) for letter in "abcdef"}
        print("ready", flush=True)
        time.sleep(0.2)
        print(all(one in letters and numbers[one] == ord(one) for one in "abcdef"))
        """,
    )
    assert_saved(stopped("run", "app.py", cwd=tmp_path, PYTHONHASHSEED="1"))
    found = stillframe("resume", "app.still", cwd=tmp_path, PYTHONHASHSEED="2")
    assert found == (0, "True\n", "")


def test_standard_input_goes_on_with_the_new_one(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import sys, time
        for line in sys.stdin:
            print("got", line.strip(), flush=True)
            if line == "2\\n":
                time.sleep(0.3)
        print("end")
        """,
    )
    lines = write(tmp_path / "lines", "1\n2\n3\n")
    with lines.open() as stdin, started("run", "app.py", cwd=tmp_path, stdin=stdin) as running:
        running.wait_for("got 2")
        assert_saved(running.end(signal.SIGINT))
    found = stillframe("resume", "app.still", cwd=tmp_path, stdin=b"a\nb\n")
    assert found == (0, "got a\ngot b\nend\n", "")
