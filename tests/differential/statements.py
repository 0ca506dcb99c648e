"""The statements of random programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .expressions import Expressions, Scope

RAISED = ("ValueError", "KeyError", "ZeroDivisionError", "LookupError", "StopIteration")
CAUGHT = (
    *("ValueError", "KeyError", "ArithmeticError", "(TypeError, LookupError)"),
    *("NameError", "Exception"),
)


@dataclass
class Statements(Expressions):
    """Writes statements, one line after the other."""

    lines: list[str] = field(default_factory=list)
    depth: int = 0
    left: int = 0  # statements, until there are only simple ones

    # -- layout

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        self.line(head)
        self.depth += 1
        start = len(self.lines)
        yield
        if len(self.lines) == start:
            self.line("pass")
        self.depth -= 1

    @contextmanager
    def loop(self, head: str) -> Iterator[None]:
        outer, self.scope.loop = self.scope.loop, True
        with self.block(head):
            self.line("tick()")
            yield
        self.scope.loop = outer

    @contextmanager
    def function(self, head: str, scope: Scope) -> Iterator[None]:
        outer, self.scope = self.scope, scope
        with self.block(head):
            for declared in ("global", "nonlocal"):
                names = scope.declarable(declared)
                if names and self.chance(3):
                    name = self.one_of(names)
                    scope.declared.add(name)
                    self.line(f"{declared} {name}")
            self.line("tick()")
            yield
        self.scope = outer

    # -- statements

    def statements(self) -> None:
        for _ in range(self.below(4, 1)):
            self.statement()

    def statement(self) -> None:
        self.left -= 1
        simple: list[Callable[[], None]] = [
            *(self.assign, self.print, self.assign, self.print),
            *(self.augment, self.unpack, self.delete, self.raise_, self.assert_),
        ]
        if self.scope.loop:
            simple += [lambda: self.line("break"), lambda: self.line("continue")]
        if self.scope.kind in ("function", "generator", "coroutine"):
            simple.append(self.return_)
        if self.scope.yields:
            simple += [self.yield_, self.yield_]
        if self.scope.kind == "generator":
            simple.append(self.yield_from)
        if self.scope.awaits:
            simple += [self.await_, self.await_]
        if self.left <= 0 or self.depth > 4:
            self.one_of(simple)()
            return
        compound: list[Callable[[], None]] = [
            *(self.if_, self.for_, self.while_, self.try_, self.try_, self.with_),
            *(self.match, self.try_star, *self.more()),
        ]
        self.one_of([*simple, *compound])()

    def more(self) -> list[Callable[[], None]]:
        """Compound statements that are written elsewhere."""
        return []

    def assign(self) -> None:
        kind = self.one_of("isl")
        value = self.value(kind)
        self.line(f"{self.target(kind)} = {value}")

    def augment(self) -> None:
        if name := self.known("i"):
            self.line(f"{name} {self.one_of(('+=', '-=', '^=', '//='))} {self.number(1)}")
        elif name := self.known("l"):
            self.line(f"{name} += [{self.number(1)}]")

    def unpack(self) -> None:
        first = self.target("i")
        left = self.made(
            (
                lambda: f"{first}, {self.target('i')}",
                lambda: f"[{first}, {self.target('i')}]",
                lambda: f"{first}, *{self.target('l')}",
            )
        )
        self.line(
            f"{left} = {self.made((lambda: f'{self.number(1)}, 1', lambda: self.numbers(1)))}"
        )

    def delete(self) -> None:
        if self.chance(3) and (name := self.known(self.one_of("isl"), own=True)):
            self.line(f"del {name}")
        elif name := self.known("l"):
            self.line(f"del {name}[:1]")

    def print(self) -> None:
        self.line(f"print({', '.join(self.value(self.one_of('isl')) for _ in range(2))})")

    def assert_(self) -> None:
        self.line(f"assert {self.truth()}, {self.text(1)}")

    def raise_(self) -> None:
        source = f"{self.one_of(RAISED)}({self.number(1)})"
        suffix = self.one_of(("", "", " from None", f" from {self.one_of(RAISED)}"))
        with self.block(f"if {self.truth()}:"):
            self.line(f"raise {source}{suffix}")

    def return_(self) -> None:
        with self.block(f"if {self.truth()}:"):
            self.line(f"return {self.number()}")

    def yield_(self) -> None:
        self.line(f"{self.target('i')} = (yield {self.number(1)}) or {self.number(1)}")

    def yield_from(self) -> None:
        inner = self.call("generator") or self.numbers(1)
        self.line(f"print('delegated', (yield from {inner}))")

    def await_(self) -> None:
        inner = self.call("coroutine") or f"trap({self.number(1)})"
        self.line(f"{self.target('i')} = (await {inner}) or 1")

    # -- compound statements

    def if_(self) -> None:
        with self.block(f"if {self.truth()}:"):
            self.statements()
        if self.chance(2):
            with self.block(f"elif {self.truth()}:"):
                self.statements()
        if self.chance(2):
            with self.block("else:"):
                self.statements()

    def for_(self) -> None:
        made = self.call("generator")
        iterable = self.made((f"range({self.below(4)})", lambda: made or self.numbers(1)))
        prefix = ""
        if self.scope.awaits and self.chance(2):
            prefix, iterable = "async ", f"count({self.below(4)})"
        with self.loop(f"{prefix}for {self.target('i')} in {iterable}:"):
            self.statements()
        if self.chance(4):
            with self.block("else:"):
                self.statements()

    def while_(self) -> None:
        name = self.scope.fresh("w")
        self.line(f"{name} = {self.below(4)}")
        with self.loop(f"while {name}:"):
            self.line(f"{name} -= 1")
            self.statements()

    def try_(self) -> None:
        with self.block("try:"):
            self.statements()
        clauses = self.below(3)
        for _ in range(clauses):
            with self.block(f"except {self.one_of(CAUGHT)} as error:"):
                self.line("print(type(error).__name__, error, repr(error.__context__))")
                if self.chance(3):
                    self.statements()
                if self.chance(4):
                    self.line("raise")
        if clauses and self.chance(3):
            with self.block("else:"):
                self.statements()
        if not clauses or self.chance(2):
            with self.block("finally:"):
                self.statements()

    def try_star(self) -> None:
        group = ", ".join(
            f"{self.one_of(RAISED)}({self.number(2)})" for _ in range(self.below(3, 1))
        )
        outer, self.scope.loop = self.scope.loop, False  # no break out of except*
        kind, self.scope.kind = self.scope.kind, "plain"  # nor a return
        with self.block("try:"):
            self.line(f"raise ExceptionGroup('group', [{group}])")
        for caught in ("ValueError", "LookupError")[: self.below(2, 1)]:
            with self.block(f"except* {caught} as group:"):
                self.line("print(repr(group))")
                self.statement()
        self.scope.loop, self.scope.kind = outer, kind

    def with_(self) -> None:
        prefix = "async " if self.scope.awaits and self.chance(2) else ""
        managers = ", ".join(
            f"Manager({self.below(9)}, {self.chance(3)})" + self.one_of(("", " as i0"))
            for _ in range(self.below(2, 1))
        )
        with self.block(f"{prefix}with {managers}:"):
            self.statements()

    def match(self) -> None:
        subject = self.made(
            (
                lambda: self.number(1),
                lambda: self.numbers(1),
                lambda: self.text(1),
                lambda: f"{{'k': {self.number(1)}}}",
            )
        )
        name, rest = self.target("i"), self.target("l")
        with self.block(f"match {subject}:"):
            for pattern in (
                f"0 | {self.below(9)}",
                f"[{name}, *{rest}]",
                f"int({name}) if {self.truth()}",
                f"{{'k': {name}}}",
                "str() | []",
                "_",
            ):
                with self.block(f"case {pattern}:"):
                    self.statement()
