"""What is written is heard once, however it is written, and the streams are as they were."""

from __future__ import annotations

import os
import sys

import pytest

from stillframe.machine.intrinsics import INTRINSICS
from unit.watch.recorded import of_text, rows

WAYS = {
    "print": "print('å')",
    "write": "import sys\nsys.stdout.write('å\\n')",
    "lines": "import sys\nsys.stdout.writelines(['å', '\\n'])",
    "kept": "import sys\nout = sys.stdout.write\nout('å\\n')",
    "another": "import sys\nprint('å', file=sys.stderr)",
    "bytes": "import sys\nsys.stdout.buffer.write('å\\n'.encode())",
    "a view": "import sys\nsys.stdout.buffer.write(memoryview('å\\n'.encode()))",
    "by turns": "import sys\nfor b in (b'\\xc3', b'\\xa5\\n'):\n    sys.stdout.buffer.write(b)",
    "lines of bytes": "import sys\nsys.stdout.buffer.writelines(['å\\n'.encode()])",
    "a descriptor": "import os\nos.write(1, 'å\\n'.encode())",
    "kept, a descriptor": "from os import write\n[write(2, bytes([b])) for b in 'å\\n'.encode()]",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "flushed", ["", "import sys\nsys.stdout.flush()\nsys.stdout.buffer.flush()\n"]
)
def test_heard(way: str, flushed: str, capfd: pytest.CaptureFixture[str]) -> None:
    trace = of_text(f"{flushed}{WAYS[way]}\n{flushed}")
    sys.stdout.flush()
    assert "".join(capfd.readouterr()) == "å\n"
    assert trace.output_at(trace.steps) == "å\n"
    stream = "stderr" if way in ("another", "kept, a descriptor") else "stdout"
    assert {row["stream"] for row in rows(trace, "output")} == {stream}


def test_text_and_bytes_by_turns(capfd: pytest.CaptureFixture[str]) -> None:
    text = (
        "import sys\nprint(1, end='', flush=True)\nsys.stdout.buffer.write(b'2')\n"
        "print(3, flush=True, end='')\nsys.stdout.buffer.write(b'4')\nsys.stdout.reconfigure()\n"
    )
    trace = of_text(text)
    sys.stdout.flush()
    assert capfd.readouterr().out == "1234"
    assert trace.output_at(trace.steps) == "1234"


def test_the_streams_are_as_they_were() -> None:
    streams = [sys.stdout, sys.stderr, sys.stdout.buffer, sys.stderr.buffer]
    before = [dict(vars(stream)) for stream in streams]
    of_text("print(1)")
    assert [dict(vars(stream)) for stream in streams] == before
    assert os.write not in INTRINSICS


def test_wrong_calls_are_the_program_s_own() -> None:
    trace = of_text(
        "import os, sys\nfound = []\n"
        "for call in (os.write, lambda: os.write(1), lambda: os.write('1', b''),\n"
        "             lambda: os.write(1, 'text'), lambda: sys.stdout.buffer.write('text')):\n"
        "    try:\n        call()\n    except TypeError:\n        found.append(1)\n"
        "print(len(found))\n"
    )
    assert trace.output_at(trace.steps) == "5\n"
