// Search for a name, a line, a value; what is chosen leads to a moment.

import { el, find, plural } from "page/dom";

const OF_EACH = 12;

export class Search {
  constructor(dialog, run, steps, values, jump, moment) {
    this.dialog = dialog;
    this.run = run;
    this.still = run.still; // what is chosen leads to a frame then
    this.steps = steps;
    this.values = values;
    this.jump = jump;
    this.moment = moment;
    this.input = find("input", dialog);
    this.results = find(".results", dialog);
    this.status = find(".status", dialog);
    this.input.addEventListener("input", () => this.look());
    dialog.addEventListener("keydown", (event) => this.key(event));
  }

  /** The state of a page without steps. */
  state() {
    return this.run.reader.at(0);
  }

  open() {
    this.dialog.showModal();
    this.input.select();
    this.look();
  }

  key(event) {
    if (event.key === "Escape") {
      event.preventDefault(); // the field would only be emptied
      this.dialog.close();
      return;
    }
    const buttons = [...this.results.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "Enter" && document.activeElement === this.input) {
      event.preventDefault();
      buttons[0]?.click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      (buttons[next] ?? this.input).focus();
    }
  }

  look() {
    const written = this.input.value.trim();
    const query = written.toLowerCase();
    const groups = query
      ? [
          ["Generators and coroutines", this.generators(query)],
          ["Functions", this.codes(query)],
          ["Variables", this.variables(query)],
          ["Lines", this.lines(query)],
          ["Values", this.valuesLike(query, written)],
        ]
      : [];
    let count = 0;
    const shown = [];
    for (const [title, found] of groups) {
      if (!found.length) continue;
      count += found.length;
      const items = found.slice(0, OF_EACH).map((one) => el("li", {}, this.button(one)));
      const more = found.length - OF_EACH;
      if (more > 0) items.push(el("li.empty", {}, `and ${more} more`));
      shown.push(el("section", {}, el("h3", {}, title), el("ul", {}, ...items)));
    }
    this.results.replaceChildren(...shown);
    this.status.textContent = query
      ? count
        ? `${plural(count, "result")}`
        : "Nothing found."
      : "";
  }

  button({ title, where, go }) {
    const button = el(
      "button",
      { type: "button" },
      el("span.title", {}, title),
      el("span.where", {}, where),
    );
    button.addEventListener("click", () => {
      const moment = go();
      if (moment === null) {
        this.status.textContent = this.still
          ? "No frame has that."
          : "That never runs in this recording.";
        return;
      }
      this.dialog.close();
      this.jump(moment);
    });
    return button;
  }

  generators(query) {
    return this.run.generators
      .map((one, row) => ({ one, row }))
      .filter(({ one }) => one.name.toLowerCase().includes(query))
      .map(({ one, row }) => ({
        title: one.name,
        where: one.kind,
        go: () => (this.still ? one.frame : (this.run.lives[row].moments[0] ?? null)),
      }));
  }

  codes(query) {
    return this.run.data.codes
      .map((code, number) => ({ code, number }))
      .filter(({ code }) => code.qualname.toLowerCase().includes(query))
      .map(({ code, number }) => ({
        title: code.qualname,
        where: `${code.kind}, ${this.run.fileName(code.file)}:${code.line}`,
        go: () => this.next(new Map([[number, new Set(code.op.keys())]]), true),
      }));
  }

  variables(query) {
    const found = [];
    this.run.data.codes.forEach((code, number) => {
      code.slots.forEach((name, slot) => {
        if (!name.toLowerCase().includes(query)) return;
        const stores = code.effects.flatMap(([next], index) =>
          next[2].some(([one]) => one === slot) ? [index] : [],
        );
        const go = () => {
          if (this.still) return this.still.binding(number, slot, this.state());
          const moment = this.next(new Map([[number, new Set(stores)]]));
          return moment === null ? null : Math.min(moment + 1, this.run.steps);
        };
        const where = `in ${code.qualname}${this.still ? "" : ": where it is bound next"}`;
        found.push({ title: name, where, go });
      });
    });
    return found;
  }

  lines(query) {
    const number = /^(?:line\s*|:)?(\d+)$/.exec(query)?.[1];
    const found = [];
    this.run.data.files.forEach(({ lines }, file) => {
      lines.forEach((line, index) => {
        if (String(index + 1) !== number && !line.toLowerCase().includes(query)) return;
        const wanted = this.steps.instructionsOfLine(file, index + 1);
        found.push({
          title: line.trim() || "(empty)",
          where: `${this.run.fileName(file)}:${index + 1}`,
          go: () => this.next(wanted),
        });
      });
    });
    return found.sort(
      (one, other) =>
        Number(other.where.endsWith(`:${number}`)) - Number(one.where.endsWith(`:${number}`)),
    );
  }

  /** Those that are written exactly so come first. */
  valuesLike(query, written) {
    const { text } = this.run.data.values;
    const found = [];
    for (let value = 1; value < text.length && found.length < 200; value++) {
      if (!this.values.name(value).toLowerCase().includes(query)) continue;
      const go = () => {
        if (this.still) return this.still.holding(value, this.state());
        const step = this.run.reader.firstSeen(value);
        return step < -1 ? null : step + 1;
      };
      found.push({
        title: this.values.name(value),
        where: `${this.values.type(value).name}${this.still ? "" : ": where it is seen first"}`,
        go,
      });
    }
    const differs = ({ title }) => Number(title !== written);
    return found.sort((one, other) => differs(one) - differs(other));
  }

  /** The next moment of these instructions, the first of all if there is none; null: never. */
  next(wanted, first = false) {
    if (this.still) return this.still.at(wanted, this.state());
    const from = first ? -1 : this.moment();
    const found = this.steps.reach(from, true, wanted);
    if (found !== from) return found;
    const again = this.steps.reach(-1, true, wanted);
    return again < 0 ? null : again;
  }
}
