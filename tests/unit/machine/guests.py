"""Running small guest programs, and comparing what they do with CPython."""

import textwrap
from collections.abc import Callable
from typing import Any

from stillframe.machine import Frame, Machine
from stillframe.machine.policy import Policy


def on_machine(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What a function gives on the machine, which enters the program's own code."""
    return Machine(function, *args, **kwargs).run()


def namespace_of(
    source: str, filename: str = "<guest>", enter: Policy | None = None
) -> dict[str, Any]:
    """The namespace of a module that ran on the machine from beginning to end."""
    machine, namespace = machine_of(source, filename, enter)
    machine.run()
    return namespace


def machine_of(
    source: str, filename: str = "<guest>", enter: Policy | None = None
) -> tuple[Machine, dict[str, Any]]:
    """A machine at the start of a module, and the module's namespace."""
    namespace: dict[str, Any] = {"__name__": "guest"}
    code = compile(textwrap.dedent(source), filename, "exec", dont_inherit=True)
    return Machine.of_code(code, namespace, enter=enter), namespace


def outcome(run: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[str, Any]:
    """What a call gives: ("value", it), or the type and the text of what it raises."""
    try:
        return "value", run(*args, **kwargs)
    except (Exception, GeneratorExit) as error:
        return type(error).__name__, str(error)


def assert_alike(function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """Assert that a function does on the machine what it does on CPython."""
    expected = outcome(function, *args, **kwargs)
    for engine in (on_machine, stepped):
        found = outcome(engine, function, *args, **kwargs)
        assert found == expected, f"{engine.__name__}\n{found}\nCPython\n{expected}"


def stepped(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What a function gives when the machine stops before each instruction."""
    machine = Machine(function, *args, **kwargs)
    while machine.step():
        pass
    return machine.result


def step_until(machine: Machine, where: Callable[[Frame], bool]) -> Frame:
    """Step until the current frame is as wanted, before its next instruction."""
    while machine.frame is not None:
        if where(machine.frame):
            return machine.frame
        machine.step()
    raise AssertionError("the program never came there")


def files_entered(machine: Machine) -> set[str]:
    """Step to the end; the files of the code that was run."""
    seen = set()
    while machine.frame is not None:
        seen.add(machine.frame.f_code.co_filename)
        machine.step()
    return seen


def following(frame: Frame) -> str:
    """The instruction that the frame will run next."""
    return frame.code.instructions[frame.pc].op if frame.pc < len(frame.code.instructions) else ""


def native(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function in a file that the machine doesn't enter: it stands for native code."""
    code = function.__code__.replace(co_filename=NATIVE_FILE)
    function.__code__ = code
    return function


NATIVE_FILE = textwrap.__file__  # a library's
