"""The frames in their two places: linked into the chain, or standing apart."""

from typing import Any, ClassVar, final

from textual.containers import Container

from stillframe.watch.reading import Reading
from stillframe.watch.reading.view import View
from stillframe.watch.reading.words import plural
from stillframe.watch.terminal.cards import Cards
from stillframe.watch.terminal.marks import Marks
from stillframe.watch.terminal.pane import Pane
from stillframe.watch.terminal.row import Row

ACROSS = 88  # from this width on the two places are side by side


class _Place(Pane):
    across = False

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.firsts: dict[int, tuple[int, int]] = {}  # by frame, its first row and behind its last

    def note(self, frame: int, rows: list[Row], added: list[Row]) -> None:
        self.firsts[frame] = len(rows), len(rows) + len(added)
        rows += added

    def show(self, view: View) -> None:
        super().show(view)
        self.call_after_refresh(self.bring, view.frame)  # the pane may be of another height by then

    def bring(self, frame: int) -> None:
        """Scroll so that a frame's card is in sight."""
        if frame not in self.firsts:
            return
        first, last = self.firsts[frame]
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if first < top or last > top + height:
            self.scroll_to(
                y=max(0, min(first, last - height) if last - first <= height else first),
                animate=False,
            )


@final
class Chain(_Place):
    heading = "Linked into the chain"

    def rows(self, view: View, width: int) -> list[Row]:
        cards, chain = Cards(self, self.across), self.reading.places.chain(view)
        rows: list[Row] = []
        self.firsts.clear()
        for place, linked in enumerate(chain.frames):
            if place == 2 and chain.hidden:
                rows.append(Row(f"  … {plural(chain.hidden, 'more frame')} between", "muted"))
            self.note(linked.frame, rows, cards.linked(view, linked, width))
        self.entitle(_some(len(view.state.chain)))
        return rows or [Row(f" {view.ending}", "muted")]


@final
class Apart(_Place):
    heading = "Standing apart"

    def rows(self, view: View, width: int) -> list[Row]:
        cards, apart = Cards(self, self.across), self.reading.places.apart(view)
        rows: list[Row] = []
        self.firsts.clear()
        for frame, verb in apart.frames:
            self.note(frame, rows, cards.apart(view, frame, verb, width))
        longer = "" if self.reading.views.still else ", suspended longer"
        if apart.others:
            rows.append(Row(f" and {plural(apart.others, 'other')}{longer}", "muted"))
        rows += [cards.closed(generator) for generator in apart.closed]
        if apart.closed_before:
            text = f" and {plural(apart.closed_before, 'other')}, closed before"
            rows.append(Row(text, "muted"))
        self.entitle(_some(len(apart.frames) + apart.others))
        return rows or [Row(" No frame stands apart now.", "muted")]


@final
class Frames(Container):
    """Both, side by side where there is room, else one above the other."""

    DEFAULT_CSS: ClassVar[str] = """
    Frames { layout: vertical; }
    Frames.across { layout: horizontal; }
    Frames Chain { height: auto; max-height: 60%; width: 1fr; }
    Frames Apart { height: 1fr; width: 1fr; }
    Frames.across Chain { height: 1fr; max-height: 100%; }
    """

    def __init__(self, reading: Reading, marks: Marks, **options: Any) -> None:
        self.chain = Chain(reading, marks)
        self.apart = Apart(reading, marks)
        super().__init__(self.chain, self.apart, **options)

    def on_resize(self) -> None:
        across = self.size.width >= ACROSS
        self.set_class(across, "across")
        self.chain.across = self.apart.across = across
        for place in (self.chain, self.apart):
            place.again()

    def show(self, view: View) -> None:
        self.chain.show(view)
        self.apart.show(view)


def _some(count: int) -> str:
    return f"{count:,}" if count else ""
