"""The expressions of random programs, and the names that they can see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[Any]], Any]
Made = str | Callable[[], str]  # an expression, or how to make it once it is chosen

_ints = lru_cache(st.integers)  # making a strategy costs more than drawing from it


@dataclass
class Scope:
    """What is bound in a module, function or class body, by kind: i, s, l, function, ..."""

    kind: str = "module"
    parent: Scope | None = None
    loop: bool = False
    bound: dict[str, list[str]] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)  # global or nonlocal here

    @property
    def yields(self) -> bool:
        return self.kind in ("generator", "async_generator")

    @property
    def awaits(self) -> bool:
        return self.kind in ("coroutine", "async_generator")

    def define(self, kind: str, name: str) -> None:
        names = self.bound.setdefault(kind, [])
        if name not in names:
            names.append(name)

    def fresh(self, kind: str) -> str:
        """A new name, bound here."""
        name = f"{kind}{sum(len(s.bound.get(kind, ())) for s in self.chain())}"
        self.define(kind, name)
        return name

    def target(self, kind: str, draw: Draw) -> str:
        """A name to assign to: new, or known; a known one of an outer scope becomes local."""
        known = self.visible(kind)
        if known and draw(_ints(0, 3)):
            name = known[draw(_ints(0, len(known) - 1))]
            self.define(kind, name)
            return name
        return self.fresh(kind)

    def chain(self) -> Iterator[Scope]:
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent

    def visible(self, kind: str) -> list[str]:
        """The names that can be read here; a class body is seen from itself alone."""
        seen = [s.bound.get(kind, ()) for s in self.chain() if s is self or s.kind != "class"]
        return list(dict.fromkeys(name for names in seen for name in names))

    def declarable(self, how: str) -> list[str]:
        """Names of enclosing scopes that ``global`` or ``nonlocal`` can name."""
        if self.parent is None:
            return []
        scopes = list(self.parent.chain())
        outer = scopes[-1:] if how == "global" else [s for s in scopes[:-1] if s.kind != "class"]
        own = {name for names in self.bound.values() for name in names}
        names = [n for s in outer for kind in "isl" for n in s.bound.get(kind, ())]
        taken = own | {name for s in self.chain() for name in s.declared}
        return [n for n in dict.fromkeys(names) if n not in taken]


@dataclass
class Expressions:
    """Draws expressions: a number, a text, a list of numbers, a truth; each knows its depth."""

    draw: Draw
    scope: Scope = field(default_factory=Scope)
    inner: int = 0  # inside how many lambdas and comprehensions

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices) - 1)]

    def made(self, choices: Sequence[Made]) -> str:
        """One of the expressions; only the chosen one is made."""
        chosen = self.one_of(choices)
        return chosen if isinstance(chosen, str) else chosen()

    def below(self, stop: int, start: int = 0) -> int:
        """An int from start on, at most stop."""
        number: int = self.draw(_ints(start, stop)) if stop > start else stop
        return number

    def chance(self, one_in: int) -> bool:
        return self.below(one_in - 1) == one_in - 1

    def known(self, kind: str, own: bool = False) -> str | None:
        """A visible name of the kind, or None."""
        names = self.scope.bound.get(kind, []) if own else self.scope.visible(kind)
        return self.one_of(names) if names else None

    def target(self, kind: str) -> str:
        """A name to assign to."""
        return self.scope.target(kind, self.draw)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """A lambda or a comprehension: no yield, await or walrus in it."""
        self.inner += 1
        yield
        self.inner -= 1

    def value(self, kind: str) -> str:
        return {"i": self.number, "s": self.text, "l": self.numbers}[kind](0)

    def call(self, kind: str) -> str | None:
        """A call of something known of the kind, or None."""
        name = self.known(kind)
        if name is None:
            return None
        arguments = self.made(
            (
                "",
                lambda: self.number(2),
                lambda: f"{self.number(2)}, {self.number(2)}",
                lambda: f"*{self.numbers(2)}",
                "**{}",
                lambda: f"1, 2, {self.number(2)}",
            )
        )
        return f"{name}({arguments})"

    def leaf(self, literal: str, kind: str) -> str:
        """A name of the kind, or the literal."""
        return (self.known(kind) or literal) if self.chance(2) else literal

    def number(self, depth: int = 0) -> str:
        literal = str(self.below(4))
        if depth >= 2:
            return self.leaf(literal, "i")
        deeper = depth + 1
        choices: list[Made] = [
            literal,
            lambda: self.known("i") or literal,
            lambda: f"{self.number(deeper)} {self.one_of('+-^&|')} {self.number(deeper)}",
            lambda: f"({self.number(deeper)} {self.one_of(('//', '%'))} {self.number(deeper)})",
            lambda: f"{self.number(deeper)} * {literal}",
            lambda: f"-({self.number(deeper)})",
            lambda: f"len({self.numbers(deeper)})",
            lambda: f"{self.numbers(deeper)}[{self.number(deeper)}]",
            lambda: f"({self.number(deeper)} if {self.truth(deeper)} else {self.number(deeper)})",
            lambda: f"({self.number(deeper)} {self.one_of(('and', 'or'))} {self.number(deeper)})",
            self.sum_of_generator,
            self.lambda_call,
            lambda: self.call("function") or literal,
            lambda: self.call("function") or literal,
        ]
        if not self.inner and self.scope.kind != "class":
            choices.append(lambda: f"({self.target('i')} := {self.number(deeper)})")
            if self.scope.yields:
                choices.append(lambda: f"((yield {self.number(2)}) or {literal})")
            if self.scope.awaits:
                choices.append(lambda: f"((await trap({self.number(2)})) or {literal})")
        return self.made(choices)

    def sum_of_generator(self) -> str:
        with self.nested():
            return f"sum(x + {self.number(2)} for x in {self.numbers(1)} if x != {self.number(2)})"

    def lambda_call(self) -> str:
        with self.nested():
            return f"(lambda x, *y: x + {self.number(2)})({self.number(2)})"

    def text(self, depth: int = 0) -> str:
        literal = repr(self.one_of(("", "a", "bc")))
        if depth >= 2:
            return self.leaf(literal, "s")
        return self.made(
            (
                literal,
                lambda: self.known("s") or literal,
                lambda: f"{self.text(depth + 1)} + {literal}",
                lambda: f"f'{{{self.number(2)}}}-{{{self.number(2)}!r:>3}}{{{self.number(2)} = }}'",
                lambda: f"{self.text(depth + 1)}[:2]",
                lambda: f"str({self.number(depth + 1)})",
            )
        )

    def numbers(self, depth: int = 0) -> str:
        if depth >= 2:
            return self.leaf(f"[{self.number(2)}, {self.number(2)}]", "l")
        return self.made(
            (
                lambda: f"[{self.number(2)}, {self.number(2)}]",
                lambda: self.known("l") or "[]",
                lambda: f"({self.numbers(depth + 1)} + [{self.number(depth + 1)}])",
                lambda: f"[*{self.numbers(depth + 1)}][{self.below(2)}:]",
                lambda: f"sorted({self.numbers(depth + 1)}, key=lambda x: -x)",
                lambda: self.comprehension(depth),
                lambda: self.dict_values(depth),
            )
        )

    def comprehension(self, depth: int) -> str:
        source = self.numbers(depth + 1)
        with self.nested():
            name = self.one_of((self.known("i") or "x", "x"))
            condition = self.made(("", lambda: f" if {name} > {self.number(2)}"))
            second = self.made(("", lambda: f" for y in range({self.below(2)})"))
            return f"[{name} + {self.number(2)} for {name} in {source}[:4]{condition}{second}]"

    def dict_values(self, depth: int) -> str:
        source = self.numbers(depth + 1)
        with self.nested():
            return f"[*{{x: x - {self.number(2)} for x in {source}}}.values()]"

    def truth(self, depth: int = 0) -> str:
        first, deeper = self.number(depth + 1), depth + 1
        return self.made(
            (
                lambda: f"{first} < {self.number(deeper)}",
                lambda: f"{first} <= {self.number(2)} != {self.number(2)}",
                lambda: f"{first} in {self.numbers(deeper)}",
                f"not {first}",
                lambda: f"{first} == {self.number(2)} or {first} > 2",
                f"{first} is not None",
            )
        )
