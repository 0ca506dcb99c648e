"""What a program goes on with when its source is another by then, or its Python."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from unit.program.resuming import interpreter, needs_processes, refused, resume, run, save, write

pytestmark = needs_processes

PROGRAM = {
    "app.py": """
        from tools import double


        def steps():
            for number in range(5):
                yield double(number), number * 100


        going = steps()
        next(going), next(going)
        """,
    "tools.py": """
        def double(number):
            return number * 2


        def triple(number):
            return number * 3
        """,
}
GO_ON = """
    import tools
    print(next(going), double(4), tools.triple(1), double.__code__.co_firstlineno)
    """
SAVED = "(4, 200) 8 3 2\n"


def _edit(folder: Path, name: str, before: str, after: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after), encoding="utf-8")


EDITS = {
    "a constant": ("tools.py", "number * 2", "number * 20", "double of module tools", "constants"),
    "a name": ("app.py", "* 100", "* len('')", "steps of module __main__", "names"),
    "a function": ("tools.py", "def double", "def twice", "double of module tools", "is gone"),
}


def test_the_same_source(tmp_path: Path) -> None:
    write(tmp_path, PROGRAM)
    save(tmp_path)
    assert resume(tmp_path, GO_ON) == SAVED


def test_only_comments_and_lines_changed(tmp_path: Path) -> None:
    write(tmp_path, PROGRAM)
    save(tmp_path)
    _edit(tmp_path, "tools.py", "def double", "# one\n# two\ndef double")
    _edit(tmp_path, "app.py", "for number", "# three\n    for number")
    assert resume(tmp_path, dedent(GO_ON) + "\nprint(going.gi_frame.f_lineno)") == (
        SAVED.replace(" 2\n", " 4\n") + "8\n"
    )


@pytest.mark.parametrize("edit", EDITS)
def test_code_that_is_needed_changed(tmp_path: Path, edit: str) -> None:
    write(tmp_path, PROGRAM)
    save(tmp_path)
    name, before, after, function, what = EDITS[edit]
    _edit(tmp_path, name, before, after)
    said = refused(tmp_path)
    assert said.startswith(f"stillframe.errors.CodeChanged: {function} ") and what in said
    assert resume(tmp_path, GO_ON, code="saved") == SAVED


def test_nothing_is_touched_by_a_refusal(tmp_path: Path) -> None:
    write(tmp_path, PROGRAM)
    save(tmp_path)
    _edit(tmp_path, "tools.py", "number * 3", "number * 4")
    script = """
        import os, sys
        from stillframe import CodeChanged
        from stillframe.program.snapshot import thaw_program

        def state():
            return dict(sys.modules), os.getcwd(), list(sys.path), dict(os.environ)

        before = state()
        try:
            thaw_program(open("saved", "rb").read())
        except CodeChanged as error:
            print("triple of module tools changed" in str(error), state() == before)
        """
    assert run(tmp_path, script) == "True True\n"


def test_the_text_of_tracebacks_is_the_saved_one(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "import tools", "tools.py": "def fail():\n    raise KeyError('x')"})
    save(tmp_path)
    (tmp_path / "tools.py").write_text("# another\n# file\n")
    text = "import traceback\ntry: tools.fail()\nexcept KeyError: print(traceback.format_exc())"
    assert "raise KeyError('x')" in resume(tmp_path, text, code="saved")


def test_a_module_that_is_gone(tmp_path: Path) -> None:
    write(tmp_path, PROGRAM)
    save(tmp_path)
    (tmp_path / "tools.py").unlink()
    said = refused(tmp_path)
    assert "of module tools is gone" in said and str(tmp_path / "tools.py") in said
    assert resume(tmp_path, GO_ON, code="saved") == SAVED


def test_saved_again_after_going_on_with_old_code(tmp_path: Path) -> None:
    write(tmp_path, PROGRAM)
    save(tmp_path)
    _edit(tmp_path, "tools.py", "number * 2", "number * 20")
    again = """
        from stillframe.machine.policy import program
        from stillframe.program.snapshot import Own, freeze_program
        import sys
        data = freeze_program(None, Own(program()))
        open("saved", "wb").write(data)
        """
    resume(tmp_path, again, code="saved")
    assert "double of module tools changed" in refused(tmp_path)
    assert resume(tmp_path, GO_ON, code="saved") == SAVED


def test_edited_while_it_ran(tmp_path: Path) -> None:
    files = {
        "app.py": """
            import tools
            text = open("tools.py").read().replace("1", "2")
            open("tools.py", "w").write(text)
            """,
        "tools.py": "def one():\n    return 1\n",
    }
    write(tmp_path, files)
    save(tmp_path)
    assert "one of module tools changed" in refused(tmp_path)
    assert resume(tmp_path, "print(tools.one())", code="saved") == "1\n"


@pytest.mark.parametrize("code", ["current", "saved"])
def test_text_and_standard_input_are_saved_whole(tmp_path: Path, code: str) -> None:
    text = "def f():\n    return [x * 2 for x in numbers]\nnumbers = [1]"
    save(tmp_path, name=text, how="command")
    assert resume(tmp_path, "numbers.append(2)\nprint(f(), __name__)", code=code) == (
        "[2, 4] __main__\n"
    )


def test_a_module_run_as_a_program(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "pkg/__init__.py": "",
            "pkg/other.py": "def name(): return __name__",
            "pkg/start.py": "from . import other\nfrom .other import name\ndef me(): return name()",
        },
    )
    save(tmp_path, name="pkg.start", how="module")
    text = "print(me(), main.__spec__.name, main.__package__, other.name is name)"
    assert resume(tmp_path, text) == "pkg.other pkg.start pkg True\n"
    _edit(tmp_path, "pkg/start.py", "return name()", "return name")
    assert "me of module __main__ changed" in refused(tmp_path)


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_a_folder_or_a_zip_file(tmp_path: Path, kind: str) -> None:
    import shutil

    write(
        tmp_path,
        {"app/__main__.py": "import tools\nx = tools.one()", "app/tools.py": "def one(): return 1"},
    )
    name = "app"
    if kind == "zip":
        name = Path(shutil.make_archive(str(tmp_path / "app"), "zip", tmp_path / "app")).name
        shutil.rmtree(tmp_path / "app")
    save(tmp_path, name=name)
    assert resume(tmp_path, "print(tools.one(), main.x, tools.__loader__ is not None)") == (
        "1 1 True\n"
    )


ACROSS = [(a, b) for a in ("3.11", "3.12", "3.13") for b in ("3.11", "3.12", "3.13") if a != b]


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after"), ACROSS)
def test_another_python(tmp_path: Path, before: str, after: str) -> None:
    write(tmp_path, PROGRAM)
    save(tmp_path, python=interpreter(before))
    native = """
        from stillframe.bytecode.foreign import carried
        import tools
        print(carried(tools.triple.__code__), carried(steps.__code__))
        print(list(steps())[1], type(going) is type(steps()))
        """
    assert resume(tmp_path, dedent(GO_ON) + dedent(native), python=interpreter(after)) == (
        SAVED + "None None\n(2, 100) False\n"
    )


@pytest.mark.slow
def test_there_and_back(tmp_path: Path) -> None:
    write(tmp_path, PROGRAM)
    save(tmp_path, python=interpreter("3.11"))
    on = """
        from stillframe.machine.policy import program
        from stillframe.program.snapshot import Own, freeze_program
        import sys
        print(next(going), type(going) is type(steps()))
        data = freeze_program(None, Own(program()))
        open("saved", "wb").write(data)
        """
    assert resume(tmp_path, on, python=interpreter("3.13")) == "(4, 200) False\n"
    assert resume(tmp_path, on, python=interpreter("3.11")) == "(6, 300) True\n"


@pytest.mark.slow
def test_another_python_and_another_source(tmp_path: Path) -> None:
    write(tmp_path, PROGRAM)
    save(tmp_path, python=interpreter("3.11"))
    _edit(tmp_path, "tools.py", "number * 2", "number * 20")
    python = interpreter("3.13")
    assert "tools.py changed since it was saved" in refused(tmp_path, python=python)
    assert resume(tmp_path, GO_ON, code="saved", python=python) == SAVED
    (tmp_path / "tools.py").unlink()
    assert "of module tools is gone" in refused(tmp_path, python=python)
    assert resume(tmp_path, GO_ON, code="saved", python=python) == SAVED
