// Values, shown short: a button that leads to the step that made it; the same object, the same mark.

import { el, setAttribute, setText } from "page/dom";

const LONGEST = 90;
const BRACKETS = { list: "[]", set: "{}", frozenset: "{}", deque: "[]", tuple: "()" };
const SHORT = {
  builtin_function_or_method: "builtin",
  async_generator_asend: "asend",
  async_generator_athrow: "athrow",
};
const PLAIN = { int: "number", float: "number", complex: "number", bool: "word", NoneType: "word" };

export class Values {
  constructor(run) {
    this.run = run;
    this.data = run.data;
  }

  type(value) {
    return this.data.types[this.data.values.type[value]];
  }

  /** What it is called: an atom's text, or `list #2`. */
  name(value) {
    const { text, number } = this.data.values;
    if (!value) return "NULL";
    if (!number[value]) return text[value];
    const generator = this.run.generatorOfValue.get(value);
    if (generator !== undefined) return this.run.generators[generator].name;
    const type = SHORT[this.type(value).name] ?? this.type(value).name;
    return `${type} ${text[value] || `#${number[value]}`}`;
  }

  /** What it holds at a moment, short; empty for what holds nothing worth showing. */
  holds(value, moment, deep = 1) {
    const row = this.run.contentsAt(value, moment);
    const { shape, name } = this.type(value);
    if (row < 0 || shape === "atom") return "";
    const [count, ...kept] = this.data.contents.what[row];
    if (shape === "fields" && !count) return "";
    const inner = (one) =>
      deep > 0 && this.data.values.number[one] ? this.whole(one, moment, deep - 1) : this.name(one);
    if (shape === "cell") return count && kept[0] ? `→ ${inner(kept[0])}` : "→ nothing yet";
    const parts = [];
    if (shape === "sequence") for (const one of kept) parts.push(inner(one));
    else {
      for (let place = 0; place + 1 < kept.length; place += 2) {
        const key = this.name(kept[place]);
        parts.push(
          shape === "fields"
            ? `${key.slice(1, -1)}=${inner(kept[place + 1])}`
            : `${key}: ${inner(kept[place + 1])}`,
        );
      }
    }
    if (count > parts.length) parts.push(`… ${count - parts.length} more`);
    const [open, close] = BRACKETS[name] ?? (shape === "mapping" ? "{}" : "()");
    return `${open}${parts.join(", ")}${name === "tuple" && count === 1 ? "," : ""}${close}`;
  }

  /** Name and contents; objects that have an identity worth telling keep their number. */
  whole(value, moment, deep = 1) {
    const holds = this.holds(value, moment, deep);
    return holds ? `${this.name(value)} ${holds}` : this.name(value);
  }

  /** Whether a place that held one value, and holds another now, looks different; or the same one does. */
  differ(before, since, value, moment) {
    if (before !== value) return true;
    return (
      this.data.values.number[value] > 0 && this.holds(value, since) !== this.holds(value, moment)
    );
  }

  element(value, moment) {
    const button = el("button.value", { type: "button" }, el("span.name"), el("span.holds"));
    this.show(button, value, moment);
    return button;
  }

  /** Shows another value, or the same one's contents at another moment, in the same element. */
  show(button, value, moment) {
    let holds = this.holds(value, moment);
    if (holds.length > LONGEST) holds = `${holds.slice(0, LONGEST - 1)}…`;
    setText(button.lastChild, holds && ` ${holds}`);
    if (button.shownValue === value) return;
    button.shownValue = value;
    const { number } = this.data.values;
    const { name } = this.type(value);
    const kind = !value
      ? "null"
      : number[value]
        ? "object"
        : (PLAIN[name] ?? (name === "str" ? "text" : "other"));
    button.className = `value ${kind}${this.run.generatorOfValue.has(value) ? " generator" : ""}`;
    if (value && number[value]) setAttribute(button, "data-value", value);
    else button.removeAttribute("data-value");
    setText(button.firstChild, this.name(value));
    setAttribute(
      button,
      "title",
      value
        ? `${name}${this.run.still ? "" : ": go to the step that made it"}`
        : "NULL: an empty slot",
    );
  }
}
