"""Values in words: what each is called, what it holds, whether a place looks different."""

from typing import final

from stillframe.watch.reading.run import Run

_BRACKETS = {
    "list": ("[", "]"),
    "set": ("{", "}"),
    "frozenset": ("{", "}"),
    "deque": ("[", "]"),
    "tuple": ("(", ")"),
}
_SHORT = {
    "builtin_function_or_method": "builtin",
    "async_generator_asend": "asend",
    "async_generator_athrow": "athrow",
}
_KINDS = {
    "int": "number",
    "float": "number",
    "complex": "number",
    "bool": "word",
    "NoneType": "word",
    "str": "text",
}


@final
class ValueTexts:
    """Texts of a run's values, which are rows of the trace's ``values``."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._types = run.data["types"]
        self._type = run.data["values"]["type"]
        self._text = run.data["values"]["text"]
        self._number = run.data["values"]["number"]

    def type(self, value: int) -> str:
        name: str = self._types[self._type[value]]["name"]
        return name

    def is_object(self, value: int) -> bool:
        """Whether it has an identity worth showing."""
        return bool(self._number[value])

    def kind(self, value: int) -> str:
        """How to show it: as null, an object, a generator, a number, word, text, or other."""
        if not value:
            return "null"
        if value in self.run.of_value:
            return "generator"
        return "object" if self.is_object(value) else _KINDS.get(self.type(value), "other")

    def name(self, value: int) -> str:
        """What it is called: an atom's text, or ``list #2``."""
        if not value:
            return "NULL"
        number = self._number[value]
        if not number:
            return str(self._text[value])
        generator = self.run.of_value.get(value)
        if generator is not None:
            return str(self.run.generators[generator]["name"])
        kind = self.type(value)
        return f"{_SHORT.get(kind, kind)} {self._text[value] or f'#{number}'}"

    def holds(self, value: int, moment: int, deep: int = 1) -> str:
        """What it holds at a moment, short; empty of what holds nothing worth showing."""
        contents = self.run.contents_at(value, moment)
        shape = self._types[self._type[value]]["shape"]
        if contents is None or shape == "atom":
            return ""
        count, *kept = contents
        if shape == "fields" and not count:
            return ""

        def inner(one: int) -> str:
            if deep > 0 and self._number[one]:
                return self.whole(one, moment, deep - 1)
            return self.name(one)

        if shape == "cell":
            return f"→ {inner(kept[0])}" if count and kept[0] else "→ nothing yet"
        if shape == "sequence":
            parts = [inner(one) for one in kept]
        elif shape == "fields":
            parts = [f"{self.name(key)[1:-1]}={inner(one)}" for key, one in _pairs(kept)]
        else:
            parts = [f"{self.name(key)}: {inner(one)}" for key, one in _pairs(kept)]
        if count > len(parts):
            parts.append(f"… {count - len(parts)} more")
        kind = self.type(value)
        begin, end = _BRACKETS.get(kind, ("{", "}") if shape == "mapping" else ("(", ")"))
        comma = "," if kind == "tuple" and count == 1 else ""
        return f"{begin}{', '.join(parts)}{comma}{end}"

    def whole(self, value: int, moment: int, deep: int = 1) -> str:
        """Name and contents; objects that have an identity worth telling keep their number."""
        holds = self.holds(value, moment, deep)
        return f"{self.name(value)} {holds}" if holds else self.name(value)

    def differ(self, before: int | None, since: int, value: int, moment: int) -> bool:
        """Whether a place that held one value, and holds another now, looks different.

        Or the same one, which holds something else now.
        """
        if before != value:
            return True
        return self.is_object(value) and self.holds(value, since) != self.holds(value, moment)


def _pairs(kept: list[int]) -> list[tuple[int, int]]:
    return list(zip(kept[::2], kept[1::2], strict=False))
