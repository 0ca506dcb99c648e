"""Machine: stepping, stopping anywhere and going on, and what can be seen in between."""

from collections.abc import Callable, Generator
from typing import Any

import pytest

from stillframe.machine import NULL, Frame, Machine, State
from unit.machine.guests import following, machine_of, on_machine, step_until


def helper(n: int) -> int:
    return n + 1


def numbers(n: int) -> Generator[int, int | None, str]:
    got = 0
    for i in range(n):
        try:
            got += (yield i + got) or 0
        except KeyError:
            got = -1
    return f"{got}"


def delegating(n: int) -> Generator[int, int | None, str]:
    return (yield from numbers(n)) + "!"


class Kept:
    def __init__(self, value: int) -> None:
        self.value = helper(value)

    def __enter__(self) -> "Kept":
        return self

    def __exit__(self, *what: object) -> bool:
        return what[0] is ZeroDivisionError


def sample(start: int) -> list[object]:
    """A bit of everything that switches frames."""
    seen: list[object] = []
    generator = delegating(start)
    seen.append(next(generator))
    seen.append(generator.send(5))
    seen.append(generator.throw(KeyError))
    with Kept(start) as kept:
        seen.append(kept.value)
        1 / 0  # noqa: B018
    seen += [x * helper(x) for x in range(3)]
    try:
        next(generator)
    except StopIteration as stop:
        seen.append(stop.value)
    finally:
        seen.append("done")
    return seen


EXPECTED = [0, 6, 1, 4, 0, 2, 6, "-1!", "done"]


def steps_of(machine: Machine) -> int:
    count = 1
    while machine.step():
        count += 1
    return count


# -- running


def test_run_gives_what_the_program_returns() -> None:
    assert sample(3) == EXPECTED
    machine = Machine(sample, 3)
    assert machine.run() == EXPECTED
    assert machine.finished
    assert machine.frame is None
    assert machine.error is None
    assert machine.result == EXPECTED


def test_run_again_gives_the_same_and_runs_nothing() -> None:
    seen: list[int] = []

    def program() -> int:
        seen.append(1)
        return len(seen)

    machine = Machine(program)
    assert machine.run() == 1
    assert machine.run() == 1
    assert seen == [1]


def test_keyword_arguments_and_defaults() -> None:
    def program(a: int, b: int = 2, *, c: int) -> tuple[int, int, int]:
        return a, b, c

    assert Machine(program, 1, c=3).run() == (1, 2, 3)


def test_a_bound_method() -> None:
    assert Machine(Kept(1).__exit__, ZeroDivisionError, None, None).run() is True


def test_arguments_that_do_not_fit_are_cpythons_error() -> None:
    with pytest.raises(TypeError, match=r"helper\(\) missing 1 required positional argument: 'n'"):
        Machine(helper)
    with pytest.raises(TypeError, match="unexpected keyword argument 'm'"):
        Machine(helper, 1, m=2)


@pytest.mark.parametrize("callable", [len, int, Kept, object()])
def test_only_python_functions_are_run(callable: Callable[..., Any]) -> None:
    with pytest.raises(TypeError, match="a Python function is needed"):
        Machine(callable)


def test_a_module() -> None:
    machine, namespace = machine_of("x = 1\ndef f(): return x + 1\ny = f()\n")
    assert machine.run() is None
    assert namespace["y"] == 2
    assert "__builtins__" in namespace


# -- stepping


def test_stepping_gives_the_same_as_running() -> None:
    machine = Machine(sample, 3)
    assert steps_of(machine) > 200
    assert machine.result == EXPECTED
    assert machine.finished


def test_a_step_after_the_end_does_nothing() -> None:
    machine = Machine(helper, 1)
    while machine.step():
        pass
    assert machine.step() is False
    assert machine.result == 2


def test_the_result_is_not_there_before_the_end() -> None:
    machine = Machine(helper, 1)
    machine.step()
    with pytest.raises(RuntimeError, match="has not finished"):
        _ = machine.result


def test_stop_anywhere_and_run_the_rest() -> None:
    total = steps_of(Machine(sample, 3))
    for stop in range(total):
        machine = Machine(sample, 3)
        for _ in range(stop):
            assert machine.step()
        assert machine.run() == EXPECTED, f"stopped after {stop} of {total} instructions"


def test_two_machines_take_turns() -> None:
    first, second = Machine(sample, 3), Machine(sample, 3)
    going = True
    while going:
        going = first.step()
        assert second.step() == going
    assert first.result == second.result == EXPECTED


def test_a_machine_inside_a_machine() -> None:
    def program() -> object:
        return Machine(sample, 3).run()

    assert Machine(program).run() == EXPECTED


def test_stepping_runs_one_instruction_at_a_time() -> None:
    def program(a: int, b: int) -> int:
        return a + b

    machine = Machine(program, 20, 22)
    frame = machine.frame
    assert isinstance(frame, Frame)
    seen = []
    while machine.frame is not None:
        seen.append((following(frame).removesuffix("_CHECK"), list(frame.stack)))
        machine.step()
    assert [entry for entry in seen if entry[0] not in ("RESUME", "NOP")] == [
        ("LOAD_FAST", []),
        ("LOAD_FAST", [20]),
        ("BINARY_OP", [20, 22]),
        ("RETURN_VALUE", [42]),
    ]


def test_null_slots_are_seen_on_the_stack() -> None:
    def program() -> int:
        return helper(1)

    frame = step_until(Machine(program), lambda frame: following(frame) == "CALL")
    assert helper in frame.stack
    assert NULL in frame.stack
    assert frame.stack[-1] == 1


# -- exceptions


def failing() -> None:
    helper(1)
    raise LookupError("gone")


def test_an_exception_comes_out_of_run() -> None:
    machine = Machine(failing)
    with pytest.raises(LookupError, match="gone"):
        machine.run()
    assert machine.finished


def test_an_exception_is_kept_when_it_comes_out_of_run() -> None:
    machine = Machine(failing)
    with pytest.raises(LookupError, match="gone") as caught:
        machine.run()
    assert machine.error is caught.value
    with pytest.raises(LookupError) as again:
        _ = machine.result
    assert again.value is caught.value


def test_an_exception_comes_out_of_step() -> None:
    machine = Machine(failing)
    with pytest.raises(LookupError, match="gone") as caught:
        steps_of(machine)
    assert machine.finished
    assert machine.frame is None
    assert machine.error is caught.value
    with pytest.raises(LookupError) as again:
        _ = machine.result
    assert again.value is caught.value
    assert machine.step() is False


def test_running_what_failed_raises_it_again() -> None:
    machine = Machine(failing)
    with pytest.raises(LookupError) as caught:
        steps_of(machine)
    with pytest.raises(LookupError) as again:
        machine.run()
    assert again.value is caught.value


# -- what can be seen


def test_the_chain_of_frames() -> None:
    def outer() -> int:
        return inner()

    def inner() -> int:
        return helper(1)

    machine = Machine(outer)
    step_until(machine, lambda frame: frame.code.name == "helper")
    assert [frame.code.name for frame in machine.frames()] == ["helper", "inner", "outer"]
    assert [frame.depth for frame in machine.frames()] == [2, 1, 0]
    machine.run()
    assert list(machine.frames()) == []


def generators_of(machine: Machine) -> dict[str, State]:
    return {
        each.__name__: each.state
        for each in machine.generators()
        if each.code.co_filename == __file__
    }


def test_every_generator_and_its_state() -> None:
    def program() -> list[int]:
        one, two, three = numbers(2), delegating(2), fresh()
        next(two)
        list(one)
        helper(0)
        del three
        return [1]

    def fresh() -> Generator[int, None, None]:
        yield 1

    machine = Machine(program)
    step_until(machine, lambda frame: frame.code.name == "helper")
    # The finished one keeps its object as long as the program does.
    states = [(g.__name__, g.state) for g in machine.generators() if g.code.co_filename == __file__]
    assert sorted(states, key=str) == sorted(
        [
            ("numbers", State.CLOSED),
            ("numbers", State.SUSPENDED),
            ("delegating", State.SUSPENDED),
            ("fresh", State.CREATED),
        ],
        key=str,
    )
    machine.run()
    assert generators_of(machine) == {}


def test_a_running_generator_is_linked_into_the_chain_and_taken_out() -> None:
    def program() -> int:
        generator = numbers(3)
        first = next(generator)
        return first + generator.send(10)

    machine = Machine(program)
    main = machine.frame
    assert main is not None
    frame = step_until(machine, lambda frame: frame.code.name == "numbers")
    assert frame.generator is None
    # Resumed for the first time: hung below its caller, and the object says so.
    step_until(machine, lambda frame: frame.generator is not None)
    (generator,) = [g for g in machine.generators() if g.frame is frame]
    assert generator.state is State.RUNNING
    assert generator.gi_running
    assert frame.back is main
    assert frame.f_back is main
    assert [each.code.name for each in machine.frames()] == ["numbers", "program"]
    # At the yield it is taken out; nothing of it is lost.
    step_until(machine, lambda frame: following(frame) == "YIELD_VALUE")
    assert frame.stack[-1] == 0
    machine.step()
    assert machine.frame is main
    assert frame.back is None
    assert frame.generator is None
    assert generator.state is State.SUSPENDED
    assert main.stack[-1] == 0
    # And the same frame again for send().
    step_until(machine, lambda current: current is frame)
    assert frame.back is main
    assert frame.stack[-1] == 10
    assert generator.state is State.RUNNING
    assert machine.run() == 11


def test_the_frame_of_a_suspended_generator() -> None:
    def program() -> Generator[int, int | None, str]:
        generator = numbers(3)
        next(generator)
        generator.send(7)
        return generator

    generator = on_machine(program)
    frame = generator.gi_frame
    assert generator.gi_suspended
    assert not generator.gi_running
    assert frame.f_locals == {"n": 3, "got": 7, "i": 1}
    instruction = frame.code.instructions[frame.lasti]
    assert instruction.op == "YIELD_VALUE"
    assert frame.f_lineno == numbers.__code__.co_firstlineno + 4
    # The loop's iterator, then `got` of the addition that the yield is part of.
    iterator, left = frame.stack
    assert list(iterator) == [2]
    assert left == 7
    assert frame.back is None
    assert frame.handled is None


def test_stepping_into_code_of_a_file_needs_the_policy() -> None:
    import textwrap as library

    from stillframe.machine import policy

    def program() -> str:
        return library.dedent("  x")

    def files(enter: object) -> set[str]:
        machine = Machine(program, enter=enter)  # type: ignore[arg-type]
        seen = set()
        while machine.frame is not None:
            seen.add(machine.frame.f_code.co_filename)
            machine.step()
        assert machine.result == "x"
        return seen

    assert library.__file__ not in files(policy.program())
    assert library.__file__ in files(policy.everything())


def test_an_interrupt_between_two_steps_is_the_drivers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C that comes while no instruction runs ends nothing: the program can go on."""
    machine = Machine(sample, 3)
    for _ in range(50):
        machine.step()

    def interrupted(frame: Frame) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("stillframe.machine.machine.step", interrupted)
        with pytest.raises(KeyboardInterrupt):
            machine.step()
    assert not machine.finished
    assert machine.error is None
    assert machine.run() == EXPECTED
