// The output pane: what the program has written by now.

import { countUpTo, el, find, visible } from "page/dom";
import { List } from "page/list";

export class Output {
  constructor(pane, run, go) {
    this.lines = lines(run.data.output);
    this.starts = this.lines.map((line) => line[0].step + 1);
    this.moment = 0;
    this.since = 0;
    this.list = new List(find(".scroll", pane), (index) => this.row(index), 20);
    this.none = find(".none", pane);
    pane.addEventListener("click", (event) => {
      const row = event.target.closest("[data-step]");
      if (row && !getSelection().toString()) go(Number(row.dataset.step) + 1);
    });
  }

  show(view) {
    const before = this.list.count - 1;
    this.moment = view.moment;
    this.since = view.since;
    const count = countUpTo(this.starts, view.moment);
    this.list.resize(count);
    for (const index of new Set([before - 1, before, count - 2, count - 1])) {
      if (index >= 0 && index < count) this.list.again(index);
    }
    this.none.hidden = count > 0;
    if (count - 1 !== before && count) this.list.reveal(count - 1);
  }

  settle() {
    this.list.settle();
  }

  row(index) {
    const pieces = this.lines[index].filter((piece) => piece.step < this.moment);
    const isNew = pieces.some((piece) => piece.step >= this.since);
    return el(
      `div.written${isNew ? ".changed" : ""}`,
      { role: "option", "data-step": pieces[0]?.step ?? 0 },
      ...pieces.map((piece) => el(`span.${piece.stream}`, {}, visible(piece.text))),
    );
  }
}

/** Lines, each a list of pieces `{step, stream, text}`. */
function lines({ step, stream, text }) {
  const all = [];
  let line = null;
  text.forEach((one, row) => {
    one.split("\n").forEach((part, place) => {
      if (place) line = null;
      if (part === "" && !(place === 0 && one.startsWith("\n") && line === null)) return;
      if (!line) all.push((line = []));
      line.push({ step: step[row], stream: stream[row], text: part });
    });
  });
  return all;
}
