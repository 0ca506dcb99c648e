"""The effects of instructions agree with the table of operations."""

from __future__ import annotations

import dis
import inspect
from types import ModuleType

import pytest

from stillframe.bytecode import OPERATIONS, decode
from stillframe.bytecode.stack import analyse
from stillframe.watch import effects as module
from stillframe.watch.effects import effects_of, slots_of


@pytest.mark.parametrize("source", [dis, module], ids=["dis", "effects"])
def test_depths(source: ModuleType) -> None:
    codes = [compile(inspect.getsource(source), "a module", "exec")]
    for native in codes:
        codes += [one for one in native.co_consts if isinstance(one, type(native))]
        code = decode(native)
        assert len(analyse(code)) == len(code.instructions)
        for one, found in zip(code.instructions, effects_of(code), strict=True):
            operation = OPERATIONS[one.op]
            for effect, jump in ((found.next, False), (found.jump, True)):
                if jump and not operation.jumps:
                    continue
                change = len(effect.push) - effect.pop
                assert change == operation.stack_change(one.arg, jump), one


def effects(text: str) -> dict[str, list[object]]:
    code = decode(compile(text, "", "exec").co_consts[0])
    found = {}
    for one, effect in zip(code.instructions, effects_of(code), strict=True):
        found[one.op] = [effect.next.pop, effect.next.push, effect.next.set]
    return found


def test_what_is_known_is_not_recorded() -> None:
    found = effects("def f(a):\n    b = a + 1\n    return b\n")
    assert found["LOAD_FAST"] == [0, ("s1",), ()]
    assert found["STORE_FAST"] == [1, (), ((1, "i0"),)]
    assert found["BINARY_OP"] == [2, ("?",), ()]


def test_modules_and_classes_have_slots_for_their_names() -> None:
    code = decode(compile("a = 1\nfor b in a:\n    del a\n", "", "exec"))
    assert slots_of(code) == ("a", "b")
