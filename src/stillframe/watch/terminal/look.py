"""How things look: colours, and styles by name, of which a text has one or several."""

from functools import lru_cache
from typing import NamedTuple, final

from rich.style import Style
from textual.theme import Theme


class Colour(NamedTuple):
    dark: str
    light: str


# The page's: what is linked into the chain is warm and solid; what stands apart is grey.
COLOURS = {
    "paper": Colour("#101318", "#f4f5f7"),
    "panel": Colour("#171b22", "#ffffff"),
    "ink": Colour("#e2e7ee", "#1a212c"),
    "muted": Colour("#98a3b2", "#5a6472"),
    "rule": Colour("#38414d", "#c9d0d9"),
    "hover": Colour("#26303f", "#e3eaf5"),
    "running": Colour("#f2914a", "#c9570a"),
    "linked": Colour("#8f5e35", "#e8ae7c"),
    "warm": Colour("#33261a", "#fff0df"),
    "warm-ink": Colour("#ffb27a", "#9a3f00"),
    "apart": Colour("#7d8999", "#8893a3"),
    "mark": Colour("#7aa5ff", "#2f67d8"),
    "changed": Colour("#4d4212", "#ffeaa0"),
    "send": Colour("#4fc9bd", "#0a6c66"),
    "yield": Colour("#b79bff", "#6842b8"),
    "return": Colour("#7fcf8f", "#27703a"),
    "raise": Colour("#ff8a80", "#b3261e"),
    "output": Colour("#7aa5ff", "#2f67d8"),
    "word": Colour("#e59ad4", "#8b2f77"),
    "text": Colour("#8fd19e", "#27703a"),
    "number": Colour("#86b7ff", "#1d5fae"),
    "comment": Colour("#8592a3", "#687382"),
}

# Of each style: its colour, what it lies on, and how it is written.
_STYLES: dict[str, tuple[str, str, str]] = {
    "strong": ("", "", "bold"),
    "struck": ("muted", "", "strike"),
    "null": ("muted", "", "italic"),
    "object": ("", "", ""),
    "generator": ("", "", "underline"),
    "other": ("", "", ""),
    "suspend": ("yield", "", "bold"),
    "here": ("", "", "bold underline"),
    "hinted": ("", "hover", "underline"),
    "arrow": ("", "", "bold"),
    "current": ("", "warm", ""),
    "new": ("", "changed", ""),
    "same": ("", "hover", ""),
    "focus": ("", "", "reverse"),
    "cursor": ("ink", "", "bold"),
    "throw": ("raise", "", ""),
    "close": ("raise", "", ""),
    "created": ("apart", "", ""),
    "stderr": ("raise", "", ""),
    "stdout": ("", "", ""),
}


@final
class Look:
    """The styles in the dark, or in the light."""

    def __init__(self, dark: bool) -> None:
        self.dark = dark

    def colour(self, name: str) -> str:
        return COLOURS[name].dark if self.dark else COLOURS[name].light

    @lru_cache  # noqa: B019  there are two of these
    def style(self, names: str) -> Style:
        """The style of these names, the later ones over the earlier. A colour's name is one, too;
        ``on-`` before it means that it lies beneath."""
        style = Style.null()
        for name in names.split():
            if name.startswith("on-"):
                style += Style(bgcolor=self.colour(name[3:]))
                continue
            ink, ground, written = _STYLES.get(name, (name, "", ""))
            style += Style.parse(written) if written else Style.null()
            style += Style(
                color=self.colour(ink) if ink else None,
                bgcolor=self.colour(ground) if ground else None,
            )
        return style


def theme(dark: bool) -> Theme:
    """The same colours for what textual draws itself."""
    look = Look(dark)
    return Theme(
        name=f"stillframe-{'dark' if dark else 'light'}",
        primary=look.colour("mark"),
        secondary=look.colour("send"),
        accent=look.colour("running"),
        warning=look.colour("changed"),
        error=look.colour("raise"),
        success=look.colour("return"),
        foreground=look.colour("ink"),
        background=look.colour("paper"),
        surface=look.colour("panel"),
        panel=look.colour("panel"),
        dark=dark,
        variables={
            "muted": look.colour("muted"),
            "rule": look.colour("rule"),
            "scrollbar": look.colour("rule"),
            "scrollbar-background": look.colour("panel"),
            "scrollbar-corner-color": look.colour("panel"),
        },
    )
