// One card for each frame, and for each generator's frame one for its whole life.

import { Stack } from "page/code";
import { arrange, el, setAttribute, setText } from "page/dom";
import { CLOSED, CREATED, STATE_NAMES } from "page/run";

const INTO = new Set(["send", "throw", "close"]); // these link the frame into the chain

export class Card {
  constructor(run, values, actions, frame) {
    this.run = run;
    this.values = values;
    this.actions = actions;
    this.frame = frame;
    this.generator = run.generatorOf[frame];
    this.code = run.reader.code(frame);
    this.variables = new Map();
    this.eventRow = -1;
    this.shown = [];
    this.build();
  }

  build() {
    this.name = el(
      "button.select",
      { type: "button", title: this.run.frameName(this.frame) },
      this.run.frameName(this.frame),
    );
    this.name.addEventListener("click", () => this.actions.select(this.frame));
    this.state = el("span.state");
    this.where = el("p.where");
    this.via = el("p.via");
    this.verb = el("span.verb");
    this.carried = this.values.element(0, 0);
    this.carried.addEventListener("click", () => this.actions.firstSeen(this.carried.shownValue));
    this.partner = el("span.partner");
    this.tether = el("p.tether", {}, this.verb, this.carried, this.partner);
    this.tether.hidden = this.generator < 0;
    this.list = el("dl.variables");
    this.stackElement = el("ol.stack", { "aria-label": "value stack, top first" });
    this.stack = new Stack(this.stackElement, this.values, this.actions.maker);
    this.own = el("div.own", {}, el("span.caption", {}, "value stack"), this.stackElement);
    const kind = this.generator < 0 ? this.code.kind : this.run.generators[this.generator].kind;
    const task = this.run.taskOf.get(this.generator);
    const head = el(
      "header",
      {},
      this.name,
      el("span.kind", { title: task ? `${kind}, ${task}` : kind }, task ?? kind),
      this.state,
    );
    this.handled = this.values.element(0, 0);
    this.handled.addEventListener("click", () => this.actions.firstSeen(this.handled.shownValue));
    this.handles = el("p.handles", {}, "handles ", this.handled);
    const parts = [this.via, this.tether, head, this.where, this.handles, this.list, this.own];
    this.element = el("li.card", { "data-frame": this.frame }, ...parts);
    if (this.generator >= 0) {
      this.element.classList.add("generator");
      setAttribute(this.element, "data-value", this.run.generators[this.generator].value || null);
    }
  }

  /** In the chain or apart: `place` says which, and what else decides how it looks. */
  show(view, place) {
    const { moment } = view;
    const state = view.state.frames.get(this.frame);
    const at = state ? this.run.instructionOf(view.state, state) : -1;
    const life = this.generator < 0 ? -1 : this.run.stateOf(this.generator, moment);
    const ready = !place.linked && this.generator >= 0 && this.run.isReady(this.generator, moment);
    const row = this.generator < 0 ? -1 : this.run.lastEvent(this.generator, moment);
    const isNow = row >= 0 && this.run.events.step[row] >= view.since;
    // All that it shows. Most cards stay as they are in a step.
    const shown = [state, view.past?.frames.get(this.frame), at, life, ready, row, isNow];
    shown.push(view.frame === this.frame, ...view.contents);
    shown.push(place.linked, place.innermost, place.via, place.open, place.compact);
    if (shown.every((one, index) => one === this.shown[index])) return;
    this.shown = shown;
    this.element.classList.toggle("linked", place.linked);
    this.element.classList.toggle("apart", !place.linked);
    this.element.classList.toggle("compact", place.compact === true);
    this.element.classList.toggle("innermost", place.innermost === true);
    this.element.classList.toggle("selected", view.frame === this.frame);
    this.element.classList.toggle("closed", life === CLOSED);
    this.element.classList.toggle("awaited", !place.linked && Boolean(place.via));
    setAttribute(this.name, "aria-pressed", view.frame === this.frame);
    this.element.classList.toggle("ready", ready);
    const runs = place.innermost && !this.run.still;
    setText(this.state, ready ? "ready" : life >= 0 ? STATE_NAMES[life] : runs ? "running" : "");
    setText(this.via, place.via ?? "");
    this.via.hidden = !place.via;
    this.showTether(row, isNow);
    this.list.hidden = !state || !place.open;
    this.own.hidden = !state || place.linked || life === CREATED;
    if (!state) {
      this.handles.hidden = true;
      setText(this.where, "");
      return;
    }
    setText(this.where, this.standing(place, life, at));
    if (place.open) this.showVariables(view, state);
    if (!this.own.hidden) this.stack.show(view, this.frame, this.code.labels[state.at + 1] ?? []);
    this.handles.hidden = !state.handled;
    if (state.handled) this.values.show(this.handled, state.handled, moment);
  }

  /** Where it is. */
  standing(place, life, at) {
    const where = this.run.place(this.frame, at);
    if (life === CREATED) return `not started, ${where}`;
    if (at < 0) return where;
    const verb = place.linked ? (place.innermost ? "at" : "in") : "stopped at";
    return `${verb} ${this.code.op[at]}, ${where}`;
  }

  showVariables({ past, since, moment }, { slots }) {
    const before = past?.frames.get(this.frame)?.slots;
    const shown = [];
    slots.forEach((value, slot) => {
      if (!value && !before?.[slot]) return;
      if (!this.variables.has(slot)) this.variables.set(slot, this.variable(slot));
      const row = this.variables.get(slot);
      this.values.show(row.value, value, moment);
      row.element.classList.toggle(
        "changed",
        before !== undefined && this.values.differ(before[slot], since, value, moment),
      );
      row.element.classList.toggle("unbound", !value);
      shown.push(row.element);
    });
    arrange(this.list, shown);
  }

  variable(slot) {
    const value = this.values.element(0, 0);
    value.addEventListener("click", () => this.actions.maker(this.frame, "slots", slot));
    const name = el("dt", {}, this.code.slots[slot]);
    return { value, element: el("div.variable", {}, name, el("dd", {}, value)) };
  }

  /** What has happened to it last; if just `now`, the arrow that links it in, or takes it out. */
  showTether(row, isNow) {
    const { events } = this.run;
    this.tether.hidden = row < 0;
    if (row < 0) return;
    const kind = events.kind[row];
    const into = INTO.has(kind);
    this.tether.className = `tether ${kind} ${into ? "into" : "out"}${isNow ? " now" : ""}`;
    if (row === this.eventRow) return;
    this.eventRow = row;
    setText(this.verb, kind);
    this.carried.hidden = kind === "created" || kind === "close";
    this.values.show(this.carried, events.value[row], events.step[row] + 1);
    const partner = kind === "created" ? "" : this.run.partner(row, into);
    setText(this.partner, partner && `${into ? "by" : "to"} ${partner}`);
    this.partner.hidden = !partner;
  }
}
