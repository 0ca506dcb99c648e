// The instructions of the selected frame, and the value stack beside them.

import { arrange, el, find, setAttribute, setText } from "page/dom";
import { List } from "page/list";

export class Instructions {
  constructor(pane, run, jumpToInstruction) {
    this.run = run;
    this.title = find("h2 .where", pane);
    this.note = find(".note", pane);
    this.list = new List(find(".scroll", pane), (index) => this.row(index));
    this.rows = new Map(); // of each code object that was shown, by index
    this.number = -1;
    this.at = -1;
    pane.addEventListener("click", (event) => {
      const row = event.target.closest("[data-instruction]");
      if (row && !getSelection().toString())
        jumpToInstruction(this.number, Number(row.dataset.index));
    });
  }

  show(view) {
    const [number, at] = [view.code, view.instruction];
    if (number < 0) return;
    this.mark(this.at, false);
    this.at = at;
    if (number !== this.number) {
      this.number = number;
      const code = this.run.data.codes[number];
      setText(this.title, code.qualname);
      this.list.reset(code.op.length);
    }
    this.mark(at, true);
    if (at >= 0) this.list.reveal(at);
    setText(this.note, view.standing);
    this.note.title = view.standing;
  }

  settle() {
    this.list.settle();
  }

  /** Marks a row that there is as the instruction that comes next, or as no longer that. */
  mark(index, isHere) {
    const row = this.rows.get(this.number)?.get(index);
    if (!row) return;
    row.classList.toggle("current", isHere);
    setAttribute(row, "aria-current", isHere && "step");
  }

  row(index) {
    if (!this.rows.has(this.number)) this.rows.set(this.number, new Map());
    const rows = this.rows.get(this.number);
    if (!rows.has(index)) rows.set(index, this.newRow(index));
    this.mark(index, index === this.at);
    return rows.get(index);
  }

  newRow(index) {
    const code = this.run.data.codes[this.number];
    const line = code.position[index][0];
    const isFirst = line !== null && (index === 0 || code.position[index - 1][0] !== line);
    const target = code.target[index];
    const handler = code.handlers.find(([start, end]) => start <= index && index < end);
    return el(
      `div.instruction${isFirst && index ? ".begins" : ""}`,
      {
        role: "option",
        "data-line": line === null ? null : `${code.file}:${line}`,
        "data-instruction": `${this.number}:${index}`,
        "data-index": index,
        title: handler ? `an exception here goes on at ${handler[2]}` : null,
      },
      el("span.gutter", {}, isFirst ? String(line) : ""),
      " ",
      el("span.index", {}, String(index)),
      " ",
      el("span.op", {}, code.op[index]),
      " ",
      target === null
        ? el("span.arg", {}, code.arg[index])
        : el("span.jump", {}, `${target > index ? "↓" : "↑"} ${target}`),
    );
  }
}

/** A value stack, the top one first; each slot named by what put it there. */
export class Stack {
  constructor(element, values, jumpToMaker) {
    this.element = element;
    this.values = values;
    this.jumpToMaker = jumpToMaker;
    this.slots = [];
    this.empty = el("li.empty", {}, "empty");
  }

  /** Changes are marked since `view.past`; `taken` values are the next instruction's. */
  show(view, frame, labels, taken = 0) {
    const { moment, since } = view;
    const stack = view.state.frames.get(frame)?.stack ?? [];
    const past = view.past?.frames.get(frame)?.stack;
    while (this.slots.length < stack.length) this.slots.push(this.slot(this.slots.length));
    const shown = [];
    for (let depth = stack.length - 1; depth >= 0; depth--) {
      const slot = this.slots[depth];
      slot.frame = frame;
      this.values.show(slot.value, stack[depth], moment);
      setText(slot.label, labels[depth] ?? "");
      slot.element.classList.toggle(
        "changed",
        past !== undefined && this.values.differ(past[depth], since, stack[depth], moment),
      );
      slot.element.classList.toggle("taken", depth >= stack.length - taken);
      shown.push(slot.element);
    }
    arrange(this.element, shown.length ? shown : [this.empty]);
  }

  slot(depth) {
    const value = this.values.element(0, 0);
    const label = el("span.label");
    const slot = { value, label, frame: -1, element: el("li.slot", {}, value, label) };
    setAttribute(slot.element, "data-depth", depth);
    value.addEventListener("click", () => this.jumpToMaker(slot.frame, "stack", depth));
    return slot;
  }
}
