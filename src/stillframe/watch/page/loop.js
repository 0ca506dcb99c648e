// The loop pane: who runs, who waits for what. Only what the trace tells.

import { arrange, el, find, plural, setText } from "page/dom";
import { awaitedBy } from "page/frames";

const AT_MOST = 40;

export class Loop {
  constructor(pane, run, values, actions) {
    this.run = run;
    this.values = values;
    this.actions = actions;
    this.phase = find(".phase", pane);
    this.list = find(".waiting", pane);
    this.note = find(".note", pane);
    this.rows = new Map();
    this.nobody = el("li.empty", {}, "nobody");
    this.more = el("li.empty");
    setText(this.note, "The loop's own ready queue, timers and selector are not in this recording.");
  }

  show(view) {
    setText(this.phase, this.now(view));
    const linked = new Set(view.state.chain);
    const waiting = [...view.state.frames.keys()].filter((frame) => !linked.has(frame));
    const awaited = new Set(waiting.map((frame) => awaitedBy(this.run, view.state.frames.get(frame)).frame));
    const outer = waiting.filter((frame) => !awaited.has(frame));
    const shown = outer.slice(0, AT_MOST).map((frame) => this.row(frame, view));
    setText(this.more, `and ${plural(outer.length - AT_MOST, "other")}`);
    if (outer.length > AT_MOST) shown.push(this.more);
    arrange(this.list, shown.length ? shown : [this.nobody]);
    if (this.rows.size > 10 * AT_MOST) this.rows.clear();
  }

  now(view) {
    const { chain, native } = view.state;
    if (!chain.length) return view.ending;
    const generator = this.run.innermost(chain);
    if (native) return `Native code runs, in the midst of ${this.run.frameName(chain.at(-1))}.`;
    if (generator < 0) return "No generator or coroutine runs: plain frames do.";
    return `${this.run.generators[generator].name} runs.`;
  }

  row(frame, view) {
    let row = this.rows.get(frame);
    if (!row) {
      const name = el("button.select", { type: "button" }, this.run.frameName(frame));
      name.addEventListener("click", () => this.actions.select(frame));
      const value = this.values.element(0, 0);
      value.addEventListener("click", () => this.actions.firstSeen(value.shownValue));
      const verb = el("span.verb");
      row = { verb, value, element: el("li", { "data-frame": frame }, name, " ", verb, " ", value) };
      this.rows.set(frame, row);
    }
    const awaited = this.deepest(frame, view.state);
    const started = view.state.frames.get(frame).at >= 0 && !this.isCreated(frame, view.moment);
    setText(row.verb, awaited ? "awaits" : started ? "is suspended" : "is created, not started");
    row.value.hidden = !awaited;
    if (awaited) this.values.show(row.value, awaited, view.moment);
    return row.element;
  }

  /** What the end of an await chain waits for. */
  deepest(frame, state) {
    let value = 0;
    for (let at = frame, left = 100; at >= 0 && left; left--) {
      const awaited = awaitedBy(this.run, state.frames.get(at));
      if (!awaited.value) break;
      value = awaited.value;
      at = awaited.frame;
    }
    return value;
  }

  isCreated(frame, moment) {
    const generator = this.run.generatorOf[frame];
    return generator >= 0 && this.run.events.kind[this.run.lastEvent(generator, moment)] === "created";
  }
}
