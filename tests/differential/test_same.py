"""The checker itself: it must see what differs, and must not see what can't be the same."""

from __future__ import annotations

from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from differential import same
from differential.engines import ENGINES, Engine, cpython
from differential.outcome import Outcome, TooLong, observe
from differential.program import Program
from differential.same import assert_same


def outcome(source: str) -> Outcome:
    return observe(Program.of(source), cpython)


def test_program_is_main() -> None:
    seen = outcome(
        "import sys\nclass C: pass\n"
        "print(__name__, C.__module__, sys.modules['__main__'].C is C, sys.argv)"
    )
    assert seen.stdout == "__main__ __main__ True ['<program>']\n"


def test_traceback_starts_at_the_module() -> None:
    seen = outcome("def f():\n    return 1 / 0\nf()\n")
    lines = seen.traceback.splitlines()
    assert lines[1:3] == ['  File "<program>", line 3, in <module>', "    f()"]
    assert seen.exception == "ZeroDivisionError: division by zero"


def test_everything_is_observed() -> None:
    seen = outcome(
        "import sys, warnings\nprint(object)\nprint('e', file=sys.stderr)\n"
        "warnings.warn('w')\nresult = [1]\nclass D:\n  def __del__(self): print('late')\nd = D()\n"
    )
    assert seen.stdout == "<class 'object'>\nlate\n"
    assert seen.stderr == "e\n"
    assert seen.result == "[1]"
    assert seen.warnings == "<program>:4: UserWarning: w\n"


def test_addresses_are_normalised() -> None:
    assert "0x..." in outcome("print(object())").stdout
    assert outcome("print(object())") == outcome("print(object())")


def test_our_own_lines_are_not_seen() -> None:
    seen = outcome(
        "def g():\n  while True:\n    try:\n      yield\n    except: pass\nn = g()\nnext(n)"
    )
    assert "ignored GeneratorExit" in seen.stderr
    assert "outcome.py" not in seen.stderr


def test_nothing_leaks() -> None:
    outcome(
        "import sys, builtins\nsys.setrecursionlimit(500)\nbuiltins.leaked = 1\n"
        "sys.path.append('leaked')\nsys.modules['leaked'] = type(sys)('leaked')\n"
    )
    seen = outcome(
        "import sys, builtins\nprint(sys.getrecursionlimit() == 500, hasattr(builtins, 'leaked'),"
        " 'leaked' in sys.path, 'leaked' in sys.modules)"
    )
    assert seen.stdout == "False False False False\n"


def test_loops_end() -> None:
    with pytest.raises(TooLong):
        observe(Program.of("while True: pass"), cpython, seconds=0.1)


def edited(old: str, new: str) -> Engine:
    """An engine that is wrong on purpose: it runs another program."""

    def engine(code: CodeType, namespace: dict[str, Any]) -> None:
        source = PROGRAM.replace(old, new)
        assert source != PROGRAM
        exec(compile(source, code.co_filename, "exec"), namespace)

    return engine


PROGRAM = """\
import warnings
def f(x):
    warnings.warn("careful")
    return 1 / x
result = f(2)
print("fine", result)
f(0)
"""

MUTATIONS = {
    "output": ('"fine"', '"good"'),
    "result": ("result = f(2)", "f(2); result = 0.4"),
    "line of the traceback": ("f(0)", "\nf(0)"),
    "column of the traceback": ("return 1 / x", "return  1 / x"),
    "exception": ("f(0)", "f([])"),
    "no exception": ("f(0)\n", "f(1)\n"),
    "warning": ('"careful"', '"careless"'),
    "line of a warning": ("def f", "\ndef f"),
    "category of a warning": ('"careful"', '"careful", DeprecationWarning'),
}


@pytest.mark.parametrize("change", MUTATIONS.values(), ids=MUTATIONS)
def test_differences_are_seen(change: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "wrong", edited(*change))
    monkeypatch.setattr(same, "disassembly", lambda code: "canonical code")
    with pytest.raises(AssertionError, match=r"differs on the wrong engine(.|\n)*canonical code"):
        assert_same(PROGRAM, engines=["wrong"])


def test_cpython_is_the_same_as_cpython(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "right", cpython)
    assert_same(PROGRAM, engines=["right"])


def test_machine_only_programs_have_expectations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ENGINES, "right", cpython)
    path = tmp_path / "only.py"
    path.write_text("# machine only\nprint(1)\n")
    path.with_suffix(".expected").write_text("1\n")
    assert_same(path, engines=["right"])


def test_disassembly_shows_nested_code() -> None:
    text = same.disassembly(Program.of(PROGRAM).code)
    assert "RETURN_VALUE" in text
    assert "\nf, line 2:" in text
