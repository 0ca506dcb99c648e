"""Where the machine and native code meet: each drives the other, and neither notices."""

import asyncio
import bisect
import contextlib
import functools
import itertools
import operator
import re
import sys
import threading
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from typing import Any

import pytest

from unit.machine.guests import assert_alike, native, on_machine


def numbers(n: int) -> Iterator[int]:
    yield from range(n)


CONSUMERS: dict[str, Callable[[Any], Any]] = {
    "list": list,
    "tuple": tuple,
    "set": set,
    "sum": sum,
    "max": max,
    "sorted": lambda gen: sorted(gen, key=operator.neg),
    "zip": lambda gen: list(zip(gen, gen, strict=False)),
    "map": lambda gen: list(map(str, gen)),
    "enumerate": lambda gen: list(enumerate(gen)),
    "any": any,
    "all": all,
    "unpacking": lambda gen: [*gen],
    "dict": lambda gen: dict.fromkeys(gen),
    "join": lambda gen: ",".join(map(str, gen)),
    "chain": lambda gen: list(itertools.chain(gen, gen)),
    "islice": lambda gen: (list(itertools.islice(gen, 2)), list(gen)),
    "reduce": lambda gen: functools.reduce(operator.add, gen),
    "in": lambda gen: (3 in gen, list(gen)),
    "next": lambda gen: (next(gen), next(gen, "end")),
    "extend": lambda gen: operator.iadd([1], gen),
}


@pytest.mark.parametrize("name", CONSUMERS)
def test_native_code_drives_our_generators(name: str) -> None:
    consume = CONSUMERS[name]
    expected = consume(numbers(5))
    assert on_machine(lambda: consume(numbers(5))) == expected
    assert consume(on_machine(numbers, 5)) == expected


def test_native_code_calls_back() -> None:
    def program() -> object:
        words = ["bb", "a", "ccc"]
        return (
            sorted(words, key=lambda word: -len(word)),
            list(map(lambda a, b: a + b, [1, 2], [3, 4])),
            list(filter(lambda x: x % 2, range(5))),
            re.sub("b", lambda match: match.group().upper(), "abc"),
            functools.reduce(lambda a, b: a * b, [1, 2, 3]),
            bisect.bisect([1, 2, 3], 2, key=lambda x: x),
            max(words, key=len),
        )

    assert_alike(program)


def test_native_code_uses_our_special_methods() -> None:
    class Money:
        def __init__(self, amount: int) -> None:
            self.amount = amount

        def __add__(self, other: "Money") -> "Money":
            return Money(self.amount + other.amount)

        def __radd__(self, other: int) -> "Money":
            return self

        def __lt__(self, other: "Money") -> bool:
            return self.amount < other.amount

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Money) and self.amount == other.amount

        def __hash__(self) -> int:
            return hash(self.amount)

        def __repr__(self) -> str:
            return f"Money({self.amount})"

        def __len__(self) -> int:
            return self.amount

        def __getitem__(self, key: int) -> int:
            if key >= self.amount:
                raise IndexError(key)
            return key

        def __format__(self, spec: str) -> str:
            return f"<{self.amount}{spec}>"

        def __bool__(self) -> bool:
            return self.amount > 0

    def program() -> object:
        purse = [Money(3), Money(1), Money(2)]
        return (
            repr(sorted(purse)),
            repr(sum(purse)),
            {Money(1): "one"}[Money(1)],
            list(Money(3)),
            len(Money(2)),
            f"{Money(1):x} {Money(2)!r}",
            [bool(Money(0)), not Money(1)],
            Money(1) in purse,
            purse.index(Money(2)),
        )

    assert_alike(program)


# -- contextlib


@contextlib.contextmanager
def managing(log: list[str]) -> Generator[str, None, None]:
    log.append("enter")
    try:
        yield "value"
    except KeyError:
        log.append("suppressed")
    finally:
        log.append("exit")


@pytest.mark.parametrize("error", [None, KeyError, ValueError])
def test_contextlib_drives_our_generators(error: type[Exception] | None) -> None:
    def program() -> object:
        log: list[str] = []
        try:
            with managing(log) as value:
                log.append(value)
                if error:
                    raise error
        except ValueError:
            log.append("out")
        return log

    assert_alike(program)


def test_exit_stack() -> None:
    def program() -> object:
        log: list[str] = []
        with contextlib.ExitStack() as stack:
            stack.enter_context(managing(log))
            stack.callback(lambda: log.append("callback"))
            raise KeyError
        return log

    assert_alike(program)


def test_asynccontextmanager() -> None:
    @contextlib.asynccontextmanager
    async def managed(log: list[str]) -> AsyncIterator[int]:
        log.append("enter")
        await asyncio.sleep(0)
        try:
            yield 1
        finally:
            await asyncio.sleep(0)
            log.append("exit")

    async def main() -> list[str]:
        log: list[str] = []
        async with managed(log) as value:
            log.append(str(value))
        return log

    def program() -> list[str]:
        return asyncio.run(main())

    assert_alike(program)


# -- asyncio


async def worker(name: str, queue: "asyncio.Queue[int]", log: list[str]) -> str:
    while True:
        item = await queue.get()
        if item < 0:
            return name
        log.append(f"{name}:{item}")
        await asyncio.sleep(0)


async def crew() -> object:
    queue: asyncio.Queue[int] = asyncio.Queue()
    log: list[str] = []
    for item in (1, 2, 3, 4, -1, -1):
        queue.put_nowait(item)
    names = await asyncio.gather(worker("a", queue, log), worker("b", queue, log))
    timed: object = None
    try:
        async with asyncio.timeout(0.001):
            await asyncio.sleep(10)
    except TimeoutError:
        timed = "timed out"
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    task.cancel()
    cancelled = False
    try:
        await task
    except asyncio.CancelledError:
        cancelled = True
    return names, log, timed, cancelled


def test_asyncio_run_drives_our_coroutines() -> None:
    def program() -> object:
        return asyncio.run(crew())

    assert_alike(program)
    assert asyncio.run(on_machine(crew)) == program()


def test_a_task_group_fails() -> None:
    async def bad() -> None:
        await asyncio.sleep(0)
        raise LookupError("bad")

    async def main() -> object:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(bad())
                group.create_task(asyncio.sleep(10))
        except* LookupError as errors:
            seen = [repr(error) for error in errors.exceptions]
        return seen

    def program() -> object:
        return asyncio.run(main())

    assert_alike(program)


# -- and back


@native
def native_numbers(n: int) -> Generator[int, int, str]:
    total = 0
    for i in range(n):
        total += (yield i) or 0
    return f"sum {total}"


@native
async def native_answer() -> int:
    await asyncio.sleep(0)
    return 42


def test_the_machine_drives_native_generators_and_coroutines() -> None:
    def delegates() -> Generator[int, int, str]:
        return (yield from native_numbers(2)) + "!"

    async def awaits() -> int:
        return await native_answer() + 1

    def program() -> object:
        gen = delegates()
        seen: list[object] = [next(gen), gen.send(5)]
        try:
            gen.send(6)
        except StopIteration as stop:
            seen.append(stop.value)
        return seen, list(native_numbers(3)), asyncio.run(awaits())

    assert_alike(program)
    assert program() == ([0, 1, "sum 11!"], [0, 1, 2], 43)


def test_a_thread_runs_guest_code_natively() -> None:
    def program() -> list[int]:
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.extend(numbers(3)))
        thread.start()
        thread.join()
        return found

    if sys.platform == "emscripten":
        pytest.skip("WebAssembly starts no threads")
    assert_alike(program)


def test_native_code_that_asks_for_its_callers_globals() -> None:
    """What C code finds when it looks for the frame that called it."""

    def program() -> object:
        namespace: dict[str, object] = {}
        exec("def made(): return __name__", namespace)
        code = compile("x: int = 1", "<c>", "exec")
        return (
            code.co_flags & 0x1000000,
            type("Made", (), {}).__module__,
            type("Made", (), {}).__qualname__,
            __import__("os").name,
        )

    assert_alike(program)


def test_exceptions_pass_both_ways() -> None:
    def fails(value: int) -> int:
        raise LookupError(value)

    def program() -> object:
        seen = []
        for call in (
            lambda: list(map(fails, [1])),
            lambda: sorted([2, 3], key=fails),
            lambda: sum(fails(4) for _ in range(1)),
            lambda: int("five"),
        ):
            try:
                call()
            except (LookupError, ValueError) as error:
                seen.append((repr(error), error.__context__))
        return seen

    assert_alike(program)
