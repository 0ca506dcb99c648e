"""Random programs that suspend wherever they can, as a hypothesis strategy.

The programs of `differential.grammar`, with a place to suspend for any number. Each defines
`case()`, a generator, coroutine or async generator that ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from differential.expressions import Scope
from differential.grammar import PRELUDE, Author

KINDS = ("generator", "coroutine", "async_generator")

MORE = """
import itertools


def decorated(*values):
    print("decorated", values)
    return lambda function: function


class Store:
    def __init__(self, *values): self.values = list(values)
    def __getitem__(self, key): return len(self.values)
    def __setitem__(self, key, value): self.values.append((key, value))
    def __delitem__(self, key): self.values.append(key)
    def put(self, *values, **named): self.values.extend(values); return len(named)
    def __repr__(self): return f"Store({self.values})"
"""


@st.composite
def suspending(draw: Callable[[st.SearchStrategy[Any]], Any]) -> tuple[str, str]:
    """(kind, source text) of one program."""
    return Suspending(draw).suspending()


@dataclass
class Suspending(Author):
    """Writes one program whose `case` is cut."""

    def suspending(self) -> tuple[str, str]:
        for kind, value in {"i": "2", "s": "'abc'", "l": "[3, 1]"}.items():
            self.line(f"{self.scope.fresh(kind)} = {value}")
        helpers = (
            *(self.define_function, self.define_generator, self.define_generator),
            *(self.define_coroutine, self.define_async_generator, self.define_class),
        )
        for _ in range(self.below(3)):
            self.left = 6
            self.one_of(helpers)()
        kind = self.one_of(KINDS)
        self.left = 16
        with self.function(
            f"{'' if kind == 'generator' else 'async '}def case():", Scope(kind, self.scope)
        ):
            self.line(f"i8 = {self.place('1')}")
            self.scope.define("i", "i8")
            for _ in range(self.below(8, 2)):
                self.guarded()
            self.line(f"print({self.places(2)})")
            if kind == "async_generator":
                self.line(f"yield {self.number()}")
            else:
                self.line(f"return {self.number()}")
        return kind, PRELUDE + MORE + "\n".join(self.lines) + "\n"

    def guarded(self) -> None:
        """A statement that mostly doesn't end the program."""
        if self.chance(4):
            return self.statement()
        with self.block("try:"):
            self.statement()
        with self.block("except Exception as error:"):
            self.line("print(type(error).__name__, error, repr(error.__context__))")
        return None

    # -- places

    @property
    def suspends(self) -> bool:
        return not self.inner and (self.scope.yields or self.scope.awaits)

    def place(self, number: str) -> str:
        """A yield or an await whose value is a number."""
        makers = []
        if self.scope.yields:
            makers += [f"((yield {number}) or {number})", f"((yield {number}) or {number})"]
        if self.scope.kind == "generator":
            makers += [f"((yield from [{number}]) or {number})"]
        if self.scope.awaits:
            makers += [f"((await trap({number})) or {number})"]
        return self.one_of(makers)

    def places(self, count: int) -> str:
        return ", ".join(self.number(1) for _ in range(count))

    def leaf(self, literal: str, kind: str) -> str:
        found = super().leaf(literal, kind)
        return self.place(found) if kind == "i" and self.suspends and self.chance(3) else found

    def number(self, depth: int = 0) -> str:
        if self.suspends and self.chance(3):
            return self.place(super().number(depth + 1))
        return super().number(depth)

    # -- more places

    def more(self) -> list[Callable[[], None]]:
        found = [*super().more(), self.store, self.call_method_of, self.run_through, self.decorate]
        if self.suspends:
            found += [self.comprehend, self.in_handlers, self.leave, self.raise_from]
        return found

    def define_async_generator(self) -> None:
        name = self.scope.fresh("a")
        scope = Scope("async_generator", self.scope)
        with self.function(f"async def {name}({self.parameters(scope)}):", scope):
            self.statements()
            self.yield_()

    def store(self) -> None:
        self.line("store = Store(1)")
        self.line(
            self.made(
                (
                    lambda: f"store[{self.number(1)}] = {self.number(1)}",
                    lambda: f"store[{self.number(1)}:{self.number(1)}] = {self.number(1)}",
                    lambda: f"store[{self.number(1)}, ...] += {self.number(1)}",
                    lambda: f"del store[{self.number(1)}]",
                    lambda: f"store.values, store[{self.number(1)}] = [], {self.number(1)}",
                )
            )
        )
        self.line("print(store)")

    def call_method_of(self) -> None:
        self.line(
            self.made(
                (
                    lambda: (
                        f"print(Store({self.number(1)}).put({self.places(2)}, k={self.number(1)}))"
                    ),
                    lambda: (
                        f"print(*{self.numbers(1)}, {self.number(1)}, sep=str({self.number(1)}))"
                    ),
                    lambda: f"print(*[{self.places(2)}], **{{'sep': {self.text(1)}}})",
                    lambda: f"print('-'.join([str({self.number(1)}), {self.text(1)}]))",
                    lambda: f"print(Store().put(Store().put({self.places(2)}), {self.number(1)}))",
                    lambda: (
                        f"print({{{self.number(1)}: {self.number(1)}, **{{9: {self.number(1)}}}}})"
                    ),
                    lambda: f"print({{{self.places(2)}, *{self.numbers(1)}}})",
                    lambda: f"print({self.number(1)} < {self.number(1)} < {self.number(1)})",
                    lambda: f"print(max({self.places(2)}, key=lambda x: -x))",
                )
            )
        )

    def run_through(self) -> None:
        """A loop over an iterator of C."""
        iterable = self.made(
            (
                lambda: f"zip({self.numbers(1)}, range(3))",
                lambda: f"enumerate({self.numbers(1)}, {self.number(1)})",
                lambda: f"map(str, {self.numbers(1)})",
                lambda: f"filter(None, {self.numbers(1)})",
                lambda: f"reversed({self.numbers(1)})",
                lambda: f"{{{self.number(1)}: 1, 7: {self.number(1)}}}.items()",
                lambda: self.text(1),
                lambda: f"itertools.chain({self.numbers(1)}, {self.numbers(1)})",
                lambda: f"itertools.repeat({self.number(1)}, {self.below(3)})",
                lambda: f"(x + {self.below(3)} for x in {self.numbers(1)})",
                lambda: f"map(lambda x: x, iter({self.numbers(1)}))",
            )
        )
        with self.loop(f"for each in {iterable}:"):
            self.line(f"print(each, {self.number(1)})")
            self.statement()

    def decorate(self) -> None:
        name = self.scope.fresh("function")
        self.line(f"@decorated({self.places(2)})")
        scope = Scope("function", self.scope)
        with self.function(f"def {name}({self.parameters(scope)}):", scope):
            self.line(f"return {self.number(1)}")

    def comprehend(self) -> None:
        if not self.scope.awaits:
            return self.print()
        return self.line(
            self.made(
                (
                    lambda: f"print([x + (await trap(x)) async for x in count({self.below(3)})])",
                    lambda: f"print([await trap(x) for x in {self.numbers(1)}])",
                    "print({x: await trap(x) for x in [1, 2] if await trap(x)})",
                    "print([y async for y in (await trap(x) async for x in count(2))])",
                    lambda: f"print(await anext(count({self.below(2)})), {self.number(1)})",
                )
            )
        )

    def in_handlers(self) -> None:
        """Exceptions that are handled within each other, suspended in the middle."""
        with self.block("try:"):
            with self.block("try:"):
                self.line(f"raise KeyError({self.number(1)})")
            with self.block("except KeyError as error:"):
                self.statement()
                with self.block("try:"):
                    self.line(f"[][{self.number(1)}]")
                with self.block("except LookupError:"):
                    self.statement()
                    self.line(self.one_of(("raise", "print('inner')", "1 / 0")))
                self.line(f"print(repr(error), {self.number(1)})")
                self.line(self.one_of(("raise", "raise ValueError", "pass")))
        with self.block("except Exception as error:"):
            self.line(f"print(repr(error), repr(error.__context__), {self.number(1)})")

    def leave(self) -> None:
        """A `with` that is left by an exception, a `break`, or at its end."""
        manager = f"Manager({self.number(1)}, {self.number(1)})"
        prefix = "async " if self.scope.awaits and self.chance(2) else ""
        loop = self.loop(f"for w in range({self.below(2, 1)}):")
        with loop, self.block(f"{prefix}with {manager} as i8, Manager(1):"):
            self.statement()
            self.line(self.one_of(("break", "pass", "continue", f"{self.number(1)} / 0")))

    def raise_from(self) -> None:
        with self.block(f"if {self.number(1)} == 2:"):
            self.line(f"raise ValueError({self.number(1)}) from KeyError({self.number(1)})")
