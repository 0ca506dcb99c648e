// The source pane: the selected frame's file, the exact columns of its instruction underlined.

import { el, find, setText, visible } from "page/dom";
import { List } from "page/list";
import { coloured, placeOf } from "page/python";

export class Source {
  constructor(pane, run, jumpToLine) {
    this.run = run;
    this.title = find("h2 .where", pane);
    this.list = new List(find(".scroll", pane), (index) => this.row(index));
    this.colours = new Map();
    this.file = -1;
    this.here = null; // the position that is underlined
    this.hinted = null; // the one of what is hovered
    pane.addEventListener("click", (event) => {
      const row = event.target.closest("[data-line]");
      if (row && !getSelection().toString())
        jumpToLine(this.file, Number(row.dataset.line.split(":")[1]));
    });
  }

  show(view) {
    if (view.code < 0) return;
    const { file, position } = this.run.data.codes[view.code];
    if (file !== this.file) this.open(file);
    const at = view.instruction < 0 ? null : position[view.instruction];
    this.mark("here", at?.[0] ? at : null);
    if (at?.[0]) this.list.reveal(at[0] - 1);
  }

  settle() {
    this.list.settle();
  }

  open(file) {
    this.file = file;
    this.here = this.hinted = null;
    const { name, lines } = this.run.data.files[file];
    setText(
      this.title,
      lines.length ? this.run.fileName(file) : `${this.run.fileName(file)}, which wasn't found`,
    );
    this.title.title = name;
    if (!this.colours.has(file)) this.colours.set(file, coloured(lines));
    this.list.element.style.setProperty(
      "--longest",
      Math.max(20, ...lines.map((line) => line.length)),
    );
    this.list.reset(lines.length);
  }

  /** What an instruction that is hovered stands for; null: nothing is. */
  hint(code, instruction) {
    const { file, position } = code ?? { file: this.file };
    if (file === this.file)
      this.mark("hinted", code && position[instruction]?.[0] ? position[instruction] : null);
  }

  mark(kind, position) {
    const before = this[kind];
    if (before === position) return;
    this[kind] = position;
    for (const one of [before, position]) {
      if (!one) continue;
      for (let line = one[0]; line <= Math.min(one[1] ?? one[0], one[0] + 200); line++)
        this.list.again(line - 1);
    }
  }

  row(index) {
    const line = this.run.data.files[this.file].lines[index];
    const number = index + 1;
    const isHere = this.here?.[0] === number;
    const text = el("code");
    const cuts = new Set([0, line.length]);
    const spans = [];
    for (const [kind, position] of [
      ["here", this.here],
      ["hinted", this.hinted],
    ]) {
      const columns = columnsIn(position, number, line);
      if (columns) spans.push([...columns, kind]);
    }
    for (const [from, to] of [...spans, ...this.colours.get(this.file)[index]])
      cuts.add(from).add(to);
    const places = [...cuts].sort((one, other) => one - other);
    for (let place = 0; place + 1 < places.length; place++) {
      const [from, to] = [places[place], places[place + 1]];
      const kinds = [...this.colours.get(this.file)[index], ...spans]
        .filter((one) => one[0] <= from && to <= one[1])
        .map((one) => one[2]);
      const piece = visible(line.slice(from, to));
      text.append(kinds.length ? el("span", { class: kinds.join(" ") }, piece) : piece);
    }
    return el(
      `div.line${isHere ? ".current" : ""}`,
      {
        role: "option",
        "data-line": `${this.file}:${number}`,
        "aria-current": isHere ? "step" : null,
      },
      el("span.gutter", {}, String(number)),
      text,
    );
  }
}

/** The places in a line that a position covers, `[from, to]`, or null. */
function columnsIn(position, number, line) {
  if (!position) return null;
  const [start, end, column, endColumn] = position;
  if (number < start || number > (end ?? start)) return null;
  if (column === null || endColumn === null || (column === endColumn && start === end)) return null;
  const indent = line.length - line.trimStart().length;
  const from = number === start ? placeOf(line, column) : indent;
  const to = number === end ? placeOf(line, endColumn) : line.length;
  return to > from ? [from, to] : null;
}
