"""Names that are bound behind a frame's back are shown at once: checked at each step."""

from __future__ import annotations

import sys

import pytest

from stillframe.machine import Machine
from stillframe.watch.packing import pack, unpack
from stillframe.watch.recorder import Recorder
from stillframe.watch.running import record
from stillframe.watch.trace import Trace
from unit.watch.checking import Checked, compare
from unit.watch.recorded import of_text

FILE = "<recorded>"
PROGRAMS = {
    "global": """
count = 0
def add():
    global count
    count += 1
    return count
add()
add()
def forget():
    global count
    del count
    return 1
forget()
""",
    "generator": """
count = 0
def counting():
    global count
    while True:
        count += 1
        yield
numbers = counting()
next(numbers)
next(numbers)
x = [*zip("ab", numbers)]
""",
    "globals()": """
name = 1
def bind():
    globals()["name"] = 2
    return name
bind()
globals().update(name=3)
x = name
globals().pop("name")
x = 4
""",
    "module": """
import sys, types
sys.modules["namespace"] = module = types.ModuleType("namespace")
module.x = 1
text = "import sys\\nx = 0\\nsys.modules['namespace'].x = 5\\ny = x\\n"
exec(compile(text, "<recorded>", "exec"), vars(module))
del sys.modules["namespace"]
""",
    "exec": """
name = 1
exec(compile("name = 2\\nx = name\\nname = 3\\ndel name\\nname = 4", "<recorded>", "exec"))
name
x = 1
""",
    "class": """
class C:
    a = 1
    vars()["a"] = 2
    b = a
    locals().update(a=3)
    b = a
""",
    "f_locals": """
import sys
def inner(frame):
    frame.f_locals["a"] = 5
    frame.f_locals.update(b=6)
    return 1
def outer():
    a, b = 1, 2
    def see():
        return b
    inner(sys._getframe())
    return a, b
outer()
def numbers():
    n = 1
    while True:
        yield n
numbers = numbers()
next(numbers)
numbers.gi_frame.f_locals["n"] = 7
x = 1
next(numbers)
""",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_right_at_each_step(name: str) -> None:
    recorder = Checked(lambda code: code.co_filename == FILE, sample=1)
    traces: list[Trace] = []
    machine = Machine.of_code(compile(PROGRAMS[name], FILE, "exec"), {"__name__": "recorded"})
    record(machine, recorder, name, ended=traces.append)
    (trace,) = traces
    taken = [one for one in recorder.taken if one.moment < trace.steps]
    assert len(taken) > 10
    assert [(one.moment, wrong) for one in taken if (wrong := compare(trace, one))] == []
    assert unpack(pack(trace)).data == trace.data


@pytest.mark.skipif(sys.version_info < (3, 13), reason="before PEP 667 it is a copy")
def test_variables_of_a_suspended_frame() -> None:
    trace = of_text(PROGRAMS["f_locals"])
    found = [
        trace.show(frame.slots[0])
        for moment in range(trace.steps + 1)
        for frame in trace.at(moment).frames.values()
        if trace.name(frame.number) == "numbers#1"
    ]
    assert list(dict.fromkeys(found)) == ["NULL", "1", "7"]


def test_what_is_not_recorded_binds_names_too() -> None:
    text = "n = 0\ndef add():\n    global n\n    n += 1\nadd()\nx = n\nadd()\nx = n\n"
    recorder = Recorder(lambda code: (code.co_filename, code.co_name) == (FILE, "<module>"))
    traces: list[Trace] = []
    record(Machine.of_code(compile(text, FILE, "exec"), {}), recorder, "", ended=traces.append)
    (trace,) = traces
    module = [trace.at(moment).current for moment in range(trace.steps)]
    slots = trace.data["codes"][0]["slots"]
    shown = [trace.show(frame.slots[slots.index("n")]) for frame in module if frame is not None]
    assert list(dict.fromkeys(shown)) == ["NULL", "0", "1", "2"]
