// Two steps compared: what is different now from the step that was pinned.

import { arrange, el, figure, find, setText } from "page/dom";
import { NONE, STATE_NAMES } from "page/run";

const AT_MOST = 200;

export class Compare {
  constructor(pane, run, values) {
    this.pane = pane;
    this.run = run;
    this.values = values;
    this.title = find("h2 .where", pane);
    this.body = find("tbody", pane);
    this.heads = pane.querySelectorAll("thead th");
    this.pinned = undefined;
    this.rows = [];
  }

  pin(moment) {
    this.pinned = moment;
    this.state = moment === undefined ? null : this.run.reader.at(moment);
    this.pane.hidden = moment === undefined;
  }

  show(view) {
    if (this.pinned === undefined) return;
    const rows = this.differences(view);
    const left = rows.length - AT_MOST;
    const shown = rows.slice(0, AT_MOST);
    if (left > 0) shown.push([`and ${left} more`, "", ""]);
    setText(this.title, rows.length ? `${rows.length} differences` : "nothing differs");
    setText(this.heads[1], `step ${figure(this.pinned)}`);
    setText(this.heads[2], `step ${figure(view.moment)}, now`);
    while (this.rows.length < shown.length) this.rows.push(row());
    shown.forEach((texts, place) =>
      texts.forEach((text, cell) => setText(this.rows[place].children[cell], text)),
    );
    arrange(this.body, this.rows.slice(0, shown.length));
  }

  differences(view) {
    const before = this.state;
    const now = view.state;
    const rows = [];
    const differ = (what, one, other) => one !== other && rows.push([what, one, other]);
    const names = (state) =>
      state.chain.map((frame) => this.run.frameName(frame)).join(" › ") || "no frame";
    differ("call chain", names(before), names(now));
    this.run.generators.forEach(({ name }, row) => {
      const [one, other] = [
        this.run.stateOf(row, before.moment),
        this.run.stateOf(row, now.moment),
      ];
      if (one !== other && rows.length < 2 * AT_MOST) {
        differ(
          name,
          one === NONE ? "" : STATE_NAMES[one],
          other === NONE ? "" : STATE_NAMES[other],
        );
      }
    });
    for (const frame of new Set([...before.frames.keys(), ...now.frames.keys()])) {
      if (rows.length < 2 * AT_MOST) this.differencesOf(frame, before, now, differ);
    }
    return rows;
  }

  differencesOf(frame, before, now, differ) {
    const name = this.run.frameName(frame);
    const { slots } = this.run.reader.code(frame);
    const [one, other] = [before.frames.get(frame), now.frames.get(frame)];
    const text = (state, list, place) => {
      const value = list?.[place];
      return value ? this.values.whole(value, state.moment) : "";
    };
    const where = (state, found) =>
      found ? this.run.place(frame, this.run.instructionOf(state, found)) : "";
    differ(`${name}, line`, where(before, one), where(now, other));
    slots.forEach((slot, place) =>
      differ(`${name}, ${slot}`, text(before, one?.slots, place), text(now, other?.slots, place)),
    );
    const depth = Math.max(one?.stack.length ?? 0, other?.stack.length ?? 0);
    for (let place = 0; place < depth; place++) {
      differ(
        `${name}, stack ${place}`,
        text(before, one?.stack, place),
        text(now, other?.stack, place),
      );
    }
  }
}

function row() {
  return el("tr", {}, el("th", { scope: "row" }), el("td"), el("td"));
}
