"""Random programs that end: a grammar of small Python programs, as a hypothesis strategy.

The programs are well scoped and loosely typed (the first letter of a variable says what it
holds: i, s, l for int, str, list), so that most of them run far before something raises. Loops
are bounded, functions only call functions that were defined before them, and every loop and
every call burns fuel. Lists hold ints, so that no value grows without end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from .expressions import Scope
from .statements import RAISED, Statements

PRELUDE = Path(__file__).with_name("prelude.py").read_text("utf-8")


@st.composite
def programs(draw: Callable[[st.SearchStrategy[Any]], Any]) -> str:
    """A program's source text."""
    return Author(draw).program()


@dataclass
class Author(Statements):
    """Writes one program, statement by statement."""

    def program(self) -> str:
        for kind, value in {"i": "2", "s": "'abc'", "l": "[3, 1]"}.items():
            self.line(f"{self.scope.fresh(kind)} = {value}")
        definitions = (
            *(self.define_function, self.define_generator, self.define_function),
            *(self.define_class, self.define_coroutine),
        )
        for _ in range(self.below(5, 2)):
            self.left += 8
            self.one_of(definitions)()
        self.left = 24
        for _ in range(self.below(16, 4)):
            self.module_statement()
        self.line("print(i0, s0, l0)")
        return PRELUDE + "\n".join(self.lines) + "\n"

    def module_statement(self) -> None:
        """One that mostly doesn't end the program."""
        if self.chance(6):
            return self.statement()
        use = (self.statement, self.drive_generator, self.drive_coroutine, self.call_method)
        with self.block("try:"):
            self.one_of(use)()
        with self.block("except Exception as error:"):
            self.line("print('module', type(error).__name__, error, repr(error.__context__))")
        return None

    def more(self) -> list[Callable[[], None]]:
        return [self.drive_generator, self.drive_coroutine, self.define_function, self.call_method]

    # -- definitions

    def parameters(self, scope: Scope) -> str:
        first, default = scope.fresh("i"), self.number(2)
        second = scope.fresh("i")
        return self.one_of(
            (
                f"{first}, {second}={default}",
                f"{first}={default}, /, {second}=1",
                f"{first}={default}, *rest, {second}=3",
                f"*rest, {first}={default}, {second}=0",
            )
        )

    def define(self, kind: str, prefix: str, returns: str = "return {}") -> str:
        name = self.scope.fresh({"function": "f", "generator": "g", "coroutine": "c"}[kind])
        scope = Scope(kind, self.scope)
        with self.function(f"{prefix}def {name}({self.parameters(scope)}):", scope):
            self.statements()
            if kind == "generator":
                self.yield_()
            self.line(returns.format(self.number()))
        self.scope.define(kind, name)
        return name

    def define_function(self) -> None:
        self.define("function", "")

    def define_generator(self) -> None:
        self.define("generator", "")

    def define_coroutine(self) -> None:
        self.define("coroutine", "async ")

    def define_class(self) -> None:
        base = self.known("k")
        name = self.scope.fresh("k")
        outer, self.scope = self.scope, Scope("class", self.scope)
        with self.block(f"class {name}{f'({base})' if base else ''}:"):
            self.assign()
            for method in ("method", "other")[: self.below(2, 1)]:
                scope = Scope("function", self.scope)
                argument = scope.fresh("i")
                with self.function(f"def {method}(self, {argument}={self.number(2)}):", scope):
                    if base and self.chance(2):
                        self.line(f"print(__class__.__name__, super().method({argument}))")
                    self.statements()
                    self.line(f"return {self.number()}")
        self.scope = outer
        self.scope.define("k", name)

    # -- use of what was defined

    def call_method(self) -> None:
        if name := self.known("k"):
            self.line(f"attempt({name}().{self.one_of(('method', 'other'))}, {self.number(2)})")
        elif call := self.call("function"):
            self.line(f"attempt(lambda: {call})")

    def drive_generator(self) -> None:
        call = self.call("generator")
        if not call:
            return self.print()
        name = self.scope.fresh("n")
        self.line(f"{name} = {call}")
        for _ in range(self.below(4, 1)):
            self.line(
                self.made(
                    (
                        f"attempt(next, {name})",
                        f"attempt(next, {name})",
                        lambda: f"attempt({name}.send, {self.number(2)})",
                        lambda: f"attempt({name}.throw, {self.one_of(RAISED)}({self.number(2)}))",
                        f"attempt({name}.close)",
                        f"print({name}.gi_running, {name}.gi_frame is None)",
                        f"attempt(list, {name})",
                    )
                )
            )
        if self.chance(4):
            self.line(f"del {name}")
        return None

    def drive_coroutine(self) -> None:
        call = self.call("coroutine")
        if not call:
            return self.print()
        return self.line(f"drive({call}, {self.one_of(('None', '1', '2'))})")
