"""Ctrl-C: the guest gets a KeyboardInterrupt, wherever it is."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from unit.cli.processes import needs_processes

pytestmark = [needs_processes, pytest.mark.timeout(60)]

RUNNER = """
import sys
from stillframe.machine import Machine
source = open(sys.argv[1], encoding="utf-8").read()
code = compile(source, sys.argv[1], "exec", dont_inherit=True)
machine = Machine.of_code(code, {"__name__": "__main__"})
try:
    machine.run()
except KeyboardInterrupt:
    import traceback
    traceback.print_exc()
    sys.exit(130)
"""


def interrupt(folder: Path, source: str, times: int = 1) -> tuple[int, list[str], str]:
    """Run a program until it says `ready`, interrupt it; status, output, errors."""
    program = folder / "program.py"
    program.write_text(textwrap.dedent(source), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", RUNNER, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert process.stdout is not None
    said = []
    try:
        for _ in range(times):
            said.append(process.stdout.readline().strip())
            time.sleep(0.05)
            process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=30)
    finally:
        process.kill()
        process.communicate()
    return process.returncode, [*said, *out.split()], errors


LOOPS = {
    "a loop": "while True: pass",
    "a loop of calls": "def f(x): return x + 1\n        while True: f(1)",
    "a loop of native calls": "while True: sorted([3, 1, 2])",
    "time.sleep": "time.sleep(20)",
    "a generator": "for _ in endless(): pass",
    "a generator driven natively": "sum(endless())",
    "a callback of native code": "max(map(lambda x: x, iter(int, 1)))",
    "an exception handler": """
        try: 1/0
        except ZeroDivisionError:
            while True: pass
""",
}


@pytest.mark.parametrize("where", LOOPS)
def test_the_guest_is_interrupted(tmp_path: Path, where: str) -> None:
    source = f"""
import time
def endless():
    while True:
        yield 1

def work():
    try:
        {LOOPS[where]}
    except KeyboardInterrupt as error:
        print("caught", type(error).__name__)
    finally:
        print("finally")

print("ready")
work()
print("after")
"""
    status, out, errors = interrupt(tmp_path, source)
    assert errors == ""
    assert out == ["ready", "caught", "KeyboardInterrupt", "finally", "after"]
    assert status == 0


def test_an_interrupt_that_nobody_catches(tmp_path: Path) -> None:
    source = """
        def work():
            while True:
                x = 1
        print("ready")
        try:
            work()
        finally:
            print("finally")
        """
    status, out, errors = interrupt(tmp_path, source)
    assert out == ["ready", "finally"]
    assert status == 130
    lines = errors.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-1] == "KeyboardInterrupt"
    guest = [line for line in lines if "program.py" in line]
    assert [line.split("in ")[-1] for line in guest] == ["<module>", "work"]
    after = lines[lines.index(guest[0]) :]
    assert not [line for line in after if "stillframe" in line and "program.py" not in line]


def test_interrupted_again_and_again(tmp_path: Path) -> None:
    """Each signal arrives once, whatever the machine was doing."""
    source = """
        def numbers():
            for i in range(10):
                yield i

        def work():
            while True:
                try:
                    sum(numbers())
                    len([x for x in numbers()])
                    1 / 0
                except ZeroDivisionError:
                    pass

        for i in range(20):
            try:
                print("ready")
                work()
            except KeyboardInterrupt:
                pass
        print("end")
        """
    status, out, errors = interrupt(tmp_path, source, times=20)
    assert errors == ""
    assert out == ["ready"] * 20 + ["end"]
    assert status == 0


def test_the_guests_own_handler(tmp_path: Path) -> None:
    source = """
        import signal
        seen = []
        signal.signal(signal.SIGINT, lambda number, frame: seen.append(frame.f_code.co_name))
        def work():
            while not seen:
                pass
        print("ready")
        work()
        print(*seen)
        """
    status, out, errors = interrupt(tmp_path, source)
    assert errors == ""
    assert out[0] == "ready"
    assert len(out) == 2
    assert status == 0


def test_asyncio_is_interrupted(tmp_path: Path) -> None:
    source = """
        import asyncio
        async def main():
            print("ready")
            try:
                await asyncio.sleep(20)
            except asyncio.CancelledError:
                print("cancelled")
                raise
        try:
            asyncio.run(main())
        except KeyboardInterrupt:
            print("interrupted")
        """
    status, out, errors = interrupt(tmp_path, source)
    assert errors == ""
    assert out == ["ready", "cancelled", "interrupted"]
    assert status == 0
