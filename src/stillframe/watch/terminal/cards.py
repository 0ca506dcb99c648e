"""A card for each frame, and for each generator's frame one for its whole life."""

from typing import final

from rich.cells import cell_len, set_cell_size

from stillframe.watch.reading.places import INTO, Linked
from stillframe.watch.reading.run import Life
from stillframe.watch.reading.view import View, labels_at
from stillframe.watch.terminal.code import slot_rows
from stillframe.watch.terminal.pane import Pane
from stillframe.watch.terminal.row import Piece, Row, Target, cut, cut_pieces, length

# Corners and sides, of a box by how much it stands out.
_HEAVY = "┏━┓┃┗┛"
_PLAIN = "┌─┐│└┘"
_DASHED = "┌╌┐┊└┘"


@final
class Cards:
    """Makes the rows of cards, in a pane; ``across`` says that the two places are side by side."""

    def __init__(self, pane: Pane, across: bool) -> None:
        self.pane = pane
        self.run = pane.run
        self.places = pane.reading.places
        self.across = across

    def linked(self, view: View, linked: Linked, width: int) -> list[Row]:
        """A card of the chain, and above it how it came there."""
        rows = []
        if linked.via:
            rows.append(Row(f"  ┃ {linked.via}", "running"))
        box = _HEAVY if linked.innermost else _PLAIN
        edge = "running" if linked.innermost else "linked"
        if not linked.open:
            row = Row("  ", edge).extend(self._head(view, linked.frame))
            return [*rows, row.right(self.places.standing(view, linked.frame), "muted")]
        return rows + self._card(view, linked.frame, box, edge, width)

    def apart(self, view: View, frame: int, verb: str, width: int) -> list[Row]:
        """A card that stands apart; below another one, if that waits for it."""
        rows = [Row(f"  ┊ {verb}", "apart")] if verb else []
        return rows + self._card(view, frame, _DASHED, "apart", width)

    def closed(self, generator: int) -> Row:
        """What is left of a generator that is closed."""
        one = self.run.generators[generator]
        target = Target("frame", (one["frame"],))
        return Row("  ").add(one["name"], "struck", target).right("closed ", "muted")

    def _card(self, view: View, frame: int, box: str, edge: str, width: int) -> list[Row]:
        if view.frame == frame:
            edge = f"{edge} strong"
        if self.pane.marks.hovers("frame", frame):
            edge = "mark"
        inside = max(1, width - 4)
        body = self._body(view, frame, inside)
        top, bottom = self._head(view, frame), self._state(view, frame)
        space = " " if bottom else box[1]
        state = [Piece(space, edge), *bottom, Piece(f"{space}{box[1]}{box[2]}", edge)]
        top = cut_pieces(top, max(1, width - length(state) - 4))
        title = [Piece(f"{box[0]}{box[1]} ", edge), *top, Piece(" ", edge)]
        fill = width - length(title) - length(state)
        rows = [Row().extend([*title, Piece(box[1] * max(0, fill), edge), *state])]
        for row in body:
            pieces = row.fitted(inside)
            rows.append(Row(f"{box[3]} ", edge).extend(pieces).add(f" {box[3]}", edge))
        rows.append(Row(f"{box[4]}{box[1] * (width - 2)}{box[5]}", edge))
        return rows

    def _head(self, view: View, frame: int) -> list[Piece]:
        """Name, and task or kind."""
        generator = self.run.generator_of[frame]
        kind = self.run.trace.code(frame)["kind"]
        selected = view.frame == frame
        styles = "strong" if generator < 0 or frame in view.state.chain else "strong muted"
        name = self.run.trace.name(frame)
        return [
            Piece(f"{'▸' if selected else ''}{name}", styles, Target("frame", (frame,))),
            Piece(f" {self.run.tasks.names.get(generator, kind)}", "muted"),
        ]

    def _state(self, view: View, frame: int) -> list[Piece]:
        generator = self.run.generator_of[frame]
        if generator < 0:
            innermost = bool(view.state.chain) and view.state.chain[-1] == frame
            runs = innermost and not self.places.still
            return [Piece("running", "running strong")] if runs else []
        if frame not in view.state.chain and self.run.tasks.ready[generator].at(view.moment):
            return [Piece("ready", "send strong")]
        life = self.run.lives[generator].at(view.moment)
        styles = {Life.RUNNING: "running strong", Life.LINKED: "warm-ink"}.get(life, "muted")
        return [Piece(str(life), styles)]

    def _body(self, view: View, frame: int, width: int) -> list[Row]:
        rows = []
        tether = self._tether(view, frame, width)
        if tether is not None:
            rows.append(tether)
        state = view.state.frames.get(frame)
        if state is None:
            return rows
        rows.append(Row(self.places.standing(view, frame), "muted"))
        if state.handled:
            target = Target("seen", (state.handled,))
            row = Row("handles ", "raise")
            rows.append(row.extend(self.pane.value(state.handled, view, target, width - 8, False)))
        rows += self._variables(view, frame, width)
        is_apart = frame not in view.state.chain
        if is_apart and not self.run.is_created(frame, view.moment):
            labels = labels_at(self.run.trace.code(frame), state.at + 1)
            slots = slot_rows(self.pane, view, frame, labels, width - 2)
            rows.append(Row("value stack", "muted").add("" if slots else "  empty", "muted"))
            rows += [
                Row("┊ ", "apart").extend(row.fitted(width - 2)) for slot in slots for row in slot
            ]
        return rows

    def _variables(self, view: View, frame: int, width: int) -> list[Row]:
        state, past = view.state.frames[frame], view.past.frames.get(frame) if view.past else None
        names = self.run.trace.code(frame)["slots"]
        shown = [
            slot
            for slot, value in enumerate(state.slots)
            if value or (past is not None and past.slots[slot])
        ]
        wide = min(max((cell_len(names[slot]) for slot in shown), default=0), width // 3)
        rows = []
        for slot in shown:
            value = state.slots[slot]
            new = past is not None and self.pane.texts.differ(
                past.slots[slot], view.since, value, view.moment
            )
            target = Target("value", (frame, "slots", slot, value))
            row = Row("•" if new else " ", "running")
            row.add(f"{set_cell_size(cut(names[slot], wide), wide)}  ", "muted")
            if value:
                row.extend(self.pane.value(value, view, target, width - wide - 3, new))
            else:
                row.add("unbound", "null")
            rows.append(row)
        return rows

    def _tether(self, view: View, frame: int, width: int) -> Row | None:
        """What has happened to it last; if just now, with the arrow of the way that it took."""
        generator = self.run.generator_of[frame]
        row = -1 if generator < 0 else self.run.last_event(generator, view.moment)
        if row < 0:
            return None
        events = self.run.events
        kind = events["kind"][row]
        into = kind in INTO
        arrow = ("◀─ " if into else "─▶ ") if self.across else ("▲ " if into else "▼ ")
        now = events["step"][row] >= view.since
        found = Row()
        found.add(arrow if now else "", f"{kind} strong")
        found.add(kind, f"{kind} strong" if now else "muted")
        partner = "" if kind == "created" else self.run.partner(row, into)
        by = f" {'by' if into else 'to'} {partner}" if partner else ""
        if kind not in ("created", "close"):
            found.add(" ")
            value = events["value"][row]
            room = max(8, width - length(found.left) - len(by))
            target = Target("seen", (value,))
            found.extend(self.pane.value(value, view, target, room, False))
        return found.add(by, "muted")
