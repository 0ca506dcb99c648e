"""`stillframe run` beside `python`: the same output, the same errors, the same exit status."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from unit.cli.processes import assert_same, needs_processes, stillframe, write

pytestmark = needs_processes

# What a program can see of the way in which it was started.
SURROUNDINGS = """
import sys
print(sys.argv, repr(sys.path[0]))
print(sorted(globals()))
for name in sorted(set(globals()) - {"sys", "__builtins__"}):
    print(name, type(globals()[name]).__name__, globals()[name])
print(__builtins__ is __import__("builtins"), sys.modules["__main__"].__dict__ is globals())
"""


# -- ways in


def test_script(tmp_path: Path) -> None:
    write(tmp_path / "app.py", SURROUNDINGS)
    found = assert_same("app.py", "one", "--enter", "-h", "--", "-", cwd=tmp_path)
    assert "['app.py', 'one', '--enter', '-h', '--', '-']" in found.stdout


def test_script_elsewhere(tmp_path: Path) -> None:
    write(tmp_path / "bin" / "app.py", SURROUNDINGS)
    here = tmp_path / "here"
    here.mkdir()
    assert_same(os.path.join("..", "bin", ".", "app.py"), cwd=here)


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_script_through_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real" / "app.py", SURROUNDINGS)
    (tmp_path / "link.py").symlink_to(tmp_path / "real" / "app.py")
    found = assert_same("link.py", cwd=tmp_path)
    assert repr(os.path.realpath(tmp_path / "real")) in found.stdout


def test_compiled_script(tmp_path: Path) -> None:
    import py_compile

    write(tmp_path / "app.py", SURROUNDINGS)
    py_compile.compile(str(tmp_path / "app.py"), cfile=str(tmp_path / "app.pyc"))
    assert_same("app.pyc", "x", cwd=tmp_path)


def test_directory(tmp_path: Path) -> None:
    write(tmp_path / "app" / "__main__.py", "import beside\n" + SURROUNDINGS)
    write(tmp_path / "app" / "beside.py", "print('imported', __name__)")
    assert_same("app", "x", cwd=tmp_path)


def test_zip_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "app.zip", "w") as archive:
        archive.writestr("__main__.py", "import beside\n" + SURROUNDINGS)
        archive.writestr("beside.py", "print('imported', __name__)")
    assert_same("app.zip", "x", cwd=tmp_path)


def test_module(tmp_path: Path) -> None:
    write(tmp_path / "app.py", SURROUNDINGS)
    assert_same("-m", "app", "one", "--enter", "all", "-c", "-h", cwd=tmp_path)
    assert_same("-mapp", "--", "-h", cwd=tmp_path)


def test_package(tmp_path: Path) -> None:
    write(tmp_path / "pkg" / "__init__.py", "import sys; print('package', sys.argv)")
    write(tmp_path / "pkg" / "__main__.py", "from . import part\n" + SURROUNDINGS)
    write(tmp_path / "pkg" / "part.py", "print('part', __name__, __package__)")
    assert_same("-m", "pkg", "x", cwd=tmp_path)
    assert_same("-m", "pkg.part", cwd=tmp_path)


def test_command(tmp_path: Path) -> None:
    assert_same("-c", SURROUNDINGS, "one", "-m", "--help", cwd=tmp_path)
    assert_same("-cprint(__name__)", "-V", cwd=tmp_path)


def test_standard_input(tmp_path: Path) -> None:
    program = (SURROUNDINGS + "print(repr(sys.stdin.read()))\n").encode()
    assert_same("-", "one", "-m", cwd=tmp_path, stdin=program)
    assert_same(cwd=tmp_path, stdin=program)
    assert_same(cwd=tmp_path, stdin=b"")


def test_input_is_the_programs(tmp_path: Path) -> None:
    write(tmp_path / "app.py", "print(input('? '), [*__import__('sys').stdin])")
    assert_same("app.py", cwd=tmp_path, stdin=b"first\nsecond\nthird\n")


def test_main_can_be_imported(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import pickle, __main__
        class Here: pass
        print(__main__.Here is Here, type(pickle.loads(pickle.dumps(Here()))) is Here)
        """,
    )
    assert_same("app.py", cwd=tmp_path)


def test_safe_path(tmp_path: Path) -> None:
    text = "import sys; print(sys.path == [p for p in sys.path if p], sys.path[:1])"
    write(tmp_path / "app.py", text)
    write(tmp_path / "dir" / "__main__.py", text)
    assert_same("app.py", cwd=tmp_path, PYTHONSAFEPATH="1")
    assert_same("dir", cwd=tmp_path, PYTHONSAFEPATH="1")


def test_latin_1_and_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "latin.py").write_bytes("# coding: latin-1\nprint('é', ascii('é'))\n".encode("l1"))
    (tmp_path / "bom.py").write_bytes("print('é', ascii('é'))\r\n".encode("utf-8-sig"))
    assert_same("latin.py", cwd=tmp_path)
    assert_same("bom.py", cwd=tmp_path)
    assert_same("-c", "# coding: latin-1\nprint('é', ascii('é'))", cwd=tmp_path)


# -- ways out


@pytest.mark.parametrize(
    "code",
    [
        "import sys; sys.exit()",
        "import sys; sys.exit(7)",
        "import sys; sys.exit(True)",
        "import sys; sys.exit('a message é')",
        "import sys; sys.exit(('a', 'tuple'))",
        "raise SystemExit(-1)",
        "raise SystemExit(300)",
        "import sys\ntry: sys.exit(3)\nfinally: print('finally')",
        "1/0",
        "try: {}['x']\nexcept KeyError as e: raise ValueError('two') from e",
        "raise ExceptionGroup('group', [ValueError(1), TypeError(2)])",
        "class Silent(BaseException): pass\nraise Silent('no Exception')",
        "def f(n): return f(n - 1) if n else 1 / n\nf(3)",
        "import sys; sys.excepthook = lambda *args: print(args[:2], file=sys.stderr)\n1/0",
        "import sys; sys.excepthook = lambda *args: sys.exit(5)\n1/0",
        "import sys; del sys.excepthook\n1/0",
        "exec('x = (')",
        "import json; json.loads('{')",
        "import nothing_of_that_name",
        "print('out'); import sys; print('err', file=sys.stderr); raise OSError(2, 'gone', 'file')",
        "e = ValueError('noted'); e.add_note('a note'); raise e",
        "import os; os._exit(9)",
    ],
)
def test_end(tmp_path: Path, code: str) -> None:
    write(tmp_path / "app.py", code)
    assert_same("app.py", cwd=tmp_path)


def test_end_of_command_and_standard_input(tmp_path: Path) -> None:
    code = "def f():\n    1/0\nf()"
    assert_same("-c", code, cwd=tmp_path)
    assert_same("-", cwd=tmp_path, stdin=code.encode())


def test_end_of_module(tmp_path: Path) -> None:
    write(tmp_path / "app.py", "def f():\n    1/0\nf()")
    assert_same("-m", "app", cwd=tmp_path)


def test_failing_excepthook(tmp_path: Path) -> None:
    code = "import sys\ndef hook(*args): raise KeyError('hook')\nsys.excepthook = hook\n1/0"
    write(tmp_path / "app.py", code)
    assert_same("app.py", cwd=tmp_path)


def test_what_happens_at_exit(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import atexit, sys, threading, time
        atexit.register(print, "atexit", sys.argv)
        def work():
            time.sleep(0.1)
            print("thread")
        threading.Thread(target=work).start()
        class Last:
            def __del__(self): print("finalised")
        last = Last()
        print("unflushed", end="")
        if len(sys.argv) > 1: raise ValueError
        """,
    )
    assert_same("app.py", cwd=tmp_path)
    assert_same("app.py", "raise", cwd=tmp_path)


def test_globals_of_an_asyncio_program_are_finalised(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import asyncio
        class Last:
            def __del__(self): print("finalised")
        last = Last()
        asyncio.run(asyncio.sleep(0))
        """,
    )
    assert assert_same("app.py", cwd=tmp_path).stdout == "finalised\n"


def test_keyboard_interrupt_of_the_program(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py", "import atexit; atexit.register(print, 'bye'); raise KeyboardInterrupt"
    )
    found = assert_same("app.py", cwd=tmp_path)
    assert found.status not in (0, 1)


@pytest.mark.skipif(os.name == "nt", reason="SIGINT can't be sent to one process on Windows")
def test_control_c(tmp_path: Path) -> None:
    write(tmp_path / "app.py", "print('ready', flush=True)\nwhile True: pass")
    endings = []
    for command in ([], ["-m", "stillframe", "run", "--no-save"]):
        process = subprocess.Popen(
            [sys.executable, *command, "app.py"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
        lines = [line for line in stderr.splitlines() if "^" not in line]
        endings.append((process.returncode, lines))
    assert endings[0] == endings[1]
    assert endings[1][0] == -signal.SIGINT


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is another error on Windows")
def test_broken_pipe(tmp_path: Path) -> None:
    write(tmp_path / "app.py", "for n in range(100000): print(n)")
    write(tmp_path / "late.py", "print('never read')")
    for program in ("app.py", "late.py"):
        endings = []
        for command in ([], ["-m", "stillframe", "run"]):
            read, write_end = os.pipe()
            os.close(read)
            process = subprocess.run(
                [sys.executable, *command, program],
                cwd=tmp_path,
                stdout=write_end,
                stderr=subprocess.PIPE,
                text=True,
                timeout=60,
            )
            os.close(write_end)
            endings.append((process.returncode, process.stderr))
        assert endings[0] == endings[1]


# -- what can't be run


def test_missing_file(tmp_path: Path) -> None:
    found = assert_same("missing.py", cwd=tmp_path)
    assert found.status == 2
    assert found.stderr.count("\n") == 1


def test_directory_without_main(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert assert_same("empty", cwd=tmp_path).status == 1


@pytest.mark.parametrize("name", ["missing", "missing.sub", "xml", ".rel", "app.py", "sys"])
def test_no_such_module(tmp_path: Path, name: str) -> None:
    write(tmp_path / "app.py", "")
    found = assert_same("-m", name, cwd=tmp_path)
    assert found.status == 1
    assert found.stderr.count("\n") == 1


def test_package_that_fails(tmp_path: Path) -> None:
    write(tmp_path / "pkg" / "__init__.py", "1/0")
    write(tmp_path / "pkg" / "part.py", "")
    assert_same("-m", "pkg.part", cwd=tmp_path)


@pytest.mark.parametrize("code", ["x = (", "def f():\nreturn", "  x = 1", "x = 'open", "a b"])
def test_syntax_error(tmp_path: Path, code: str) -> None:
    (tmp_path / "app.py").write_text(code)
    assert assert_same("app.py", cwd=tmp_path).status == 1
    if not (code.startswith(" ") and sys.version_info >= (3, 14)):
        assert_same("-c", code, cwd=tmp_path)
    assert_same("-", cwd=tmp_path, stdin=code.encode())


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        (b"x = 1\ny = '\xff'\n", "Non-UTF-8 code starting with '\\xff' in file {} on line 2, but"),
        (b"# coding: nonsense\n", "encoding problem in file {}: unknown encoding"),
        (b"# coding: ascii\nx = '\xff'\n", "encoding problem in file {} on line 2: 'ascii'"),
        (b"x = 1\0\n", "source code cannot contain null bytes: {}"),
    ],
)
def test_unreadable(tmp_path: Path, source: bytes, complaint: str) -> None:
    path = tmp_path / "app.py"
    path.write_bytes(source)
    found = stillframe("run", "app.py", cwd=tmp_path)
    assert found.status == 1
    assert found.stderr.startswith("SyntaxError: " + complaint.format(path))
    assert found.stderr.count("\n") == 1


def test_a_name_that_cant_be_opened(tmp_path: Path) -> None:
    assert assert_same("x" * 5000, cwd=tmp_path).status == 2


def test_damaged_pyc(tmp_path: Path) -> None:
    (tmp_path / "app.pyc").write_bytes(b"nonsense")
    found = stillframe("run", "app.pyc", cwd=tmp_path)
    assert found.status == 1
    assert found.stderr.startswith("stillframe: can't run ")
    assert found.stderr.count("\n") == 1
