"""Which code the machine enters: by file, by pattern; libraries run natively."""

import inspect
import json
import os
import sysconfig

import pytest

from stillframe.machine import Machine, policy
from stillframe.machine.policy import Policy
from unit.machine.guests import files_entered

STDLIB = json.__file__
INSTALLED = os.path.join(sysconfig.get_paths()["purelib"], "package", "module.py")
OURS = policy.__file__


def code(filename: str) -> object:
    return compile("x = 1", filename, "exec")


@pytest.mark.parametrize(
    ("chosen", "entered", "left"),
    [
        (
            policy.program(),
            [__file__, "/somewhere/app.py", "app.py", "<string>", "<stdin>"],
            [STDLIB, INSTALLED, OURS, "<frozen runpy>"],
        ),
        (policy.program([INSTALLED]), [__file__, INSTALLED], [STDLIB, INSTALLED + "c", OURS]),
        (
            policy.program([os.path.dirname(STDLIB)]),
            [__file__, STDLIB],
            [INSTALLED, os.path.dirname(STDLIB) + "5/decoder.py", OURS],
        ),
        (
            policy.everything(),
            [__file__, STDLIB, INSTALLED, "<string>", "<frozen runpy>"],
            [OURS],
        ),
        (
            policy.matching(["json"]),
            [__file__, STDLIB, json.decoder.__file__],
            [inspect.__file__, INSTALLED, OURS],
        ),
        (
            policy.matching(["json.decoder"]),
            [__file__, json.decoder.__file__],
            [STDLIB, json.encoder.__file__],
        ),
        (policy.matching(["json.*"]), [json.decoder.__file__], [inspect.__file__]),
        (policy.matching(["*/json/dec*.py"]), [json.decoder.__file__], [json.encoder.__file__]),
        (policy.matching(["package"]), [__file__, INSTALLED], [STDLIB]),
        (policy.matching([]), [__file__], [STDLIB, INSTALLED]),
    ],
    ids=lambda value: value.name if isinstance(value, Policy) else "",
)
def test_which_files(chosen: Policy, entered: list[str], left: list[str]) -> None:
    assert [name for name in entered if not chosen.enters(code(name))] == []  # type: ignore[arg-type]
    assert [name for name in left if chosen.enters(code(name))] == []  # type: ignore[arg-type]


def test_the_same_code_has_the_same_target() -> None:
    chosen = policy.program()
    target = chosen.target(code.__code__)
    assert target is not None
    assert chosen.target(code.__code__) is target
    assert chosen.target(json.dumps.__code__) is None


def test_a_library_calls_back_natively_and_the_result_is_the_same() -> None:
    def program() -> str:
        return json.dumps({"b": 1, "a": object}, default=lambda value: value.__name__)

    machine = Machine(program)
    assert STDLIB not in files_entered(machine)
    assert machine.result == '{"b": 1, "a": "object"}'
    machine = Machine(program, enter=policy.matching(["json"]))
    assert STDLIB in files_entered(machine)
    assert machine.result == '{"b": 1, "a": "object"}'


def test_what_reads_frames_is_entered_always() -> None:
    def program() -> str:
        frame = inspect.currentframe()
        assert frame is not None
        return frame.f_code.co_name

    assert Machine(program, enter=policy.program()).run() == "program"
