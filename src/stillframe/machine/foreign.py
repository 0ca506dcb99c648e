"""Functions of another Python: their canonical code, run on the machine.

A native code object of the same signature stands for it. The machine enters what it carries;
called by native code it brings its arguments to the machine.
"""

import sys
from types import CodeType, FunctionType
from typing import Any, final

from stillframe.bytecode import Code
from stillframe.bytecode.foreign import Carried
from stillframe.bytecode.locations import line_table
from stillframe.machine import machine as _machine  # noqa: F401 (it fills the tables)
from stillframe.machine.frame import CO_VARARGS, CO_VARKEYWORDS, NULL, Frame
from stillframe.machine.host import boundary, evaluate_from_host
from stillframe.machine.policy import Policy
from stillframe.machine.resume import Host
from stillframe.machine.translation import translate


def _policy() -> Policy:
    return POLICY


# Everything else runs natively: it is code of this Python.
POLICY = Policy("code of another Python", lambda name: False, made=(_policy, ()))

_MARK = 0.5  # the constant of a template whose place the carried code takes


@final
class Foreign(Carried):
    """Canonical code of another Python, or of this one as it was saved.

    ``entry`` is what a snapshot said of it, to be said again.
    """

    __slots__ = ("entry",)

    def __init__(self, code: Code, entry: object) -> None:
        super().__init__(code)
        self.entry = entry

    @boundary
    def enter(self, holder: FunctionType | None, /, *arguments: Any) -> Any:
        """Native code calls the function: `arguments` are what the slots of its parameters hold.

        The closure of `holder` is the function's.
        """
        native = sys._getframe(2)
        closure = holder.__closure__ if holder is not None else None
        function = FunctionType(native.f_code, native.f_globals, None, None, closure)
        translation = translate(native.f_code)
        fast = [NULL] * len(self.code.slots)
        fast[: len(arguments)] = arguments
        frame = Frame(
            translation, fast, native.f_globals, native.f_builtins, POLICY, function, None
        )
        outcome = frame.resumer = Host()
        evaluate_from_host(frame, outcome)
        if outcome.kind == "failed":
            raise outcome.value
        return outcome.value


def stand_in(code: Code, entry: object = None) -> CodeType:
    """A code object of this Python that stands for canonical code.

    It has the code's names, flags and signature; what it runs is the machine.
    """
    parameters, passed = _parameters(code)
    frees = [f"c{i}" for i in range(len(code.frees))]
    holder = f"(lambda: ({', '.join(frees)},))" if frees else "None"
    arguments = ", ".join((holder, *passed))
    text = f"def stand_in({', '.join(parameters)}): return {_MARK}.enter({arguments})\n"
    if frees:
        text = f"def outer():\n {' = '.join(frees)} = None\n {text}"
    template = compile(text, "<template>", "exec", dont_inherit=True)
    for _ in range(2 if frees else 1):
        template = next(one for one in template.co_consts if type(one) is CodeType)
    count, units, line = len(template.co_varnames), len(template.co_code) // 2, code.firstlineno
    foreign = Foreign(code, entry)
    return template.replace(
        co_varnames=code.slots[:count],
        co_freevars=tuple(code.slots[slot] for slot in code.frees),
        co_consts=tuple(foreign if one == _MARK else one for one in template.co_consts),
        co_flags=code.flags,
        co_name=code.name,
        co_qualname=code.qualname,
        co_filename=code.filename,
        co_firstlineno=line,
        co_linetable=line_table([line] * units, line),
    )


def _parameters(code: Code) -> tuple[list[str], list[str]]:
    """A signature for the template, with names of its own; and these in the order of slots."""
    positional = [f"p{i}" for i in range(code.argcount)]
    only = [f"k{i}" for i in range(code.kwonlyargcount)]
    slots = positional + only
    found = positional[: code.posonlyargcount]
    found += ["/"] if found else []
    found += positional[code.posonlyargcount :]
    if code.flags & CO_VARARGS:
        found.append("*args")
        slots.append("args")
    elif only:
        found.append("*")
    found += only
    if code.flags & CO_VARKEYWORDS:
        found.append("**kwargs")
        slots.append("kwargs")
    return found, slots
