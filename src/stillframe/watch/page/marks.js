// What is hovered or focused in one pane is marked in the others: one style sheet's rule for all of them.

export class Marks {
  /** `hinted(code, instruction)` and `frame(number)` are told what is hovered, -1: nothing. */
  constructor(hinted, frame) {
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets.push(this.sheet);
    this.hinted = hinted;
    this.frame = frame;
    this.shown = "";
    for (const kind of ["pointerover", "focusin"])
      document.addEventListener(kind, (event) => this.over(event.target));
    for (const kind of ["pointerleave", "focusout"])
      document.documentElement.addEventListener(kind, () => this.mark([]));
  }

  over(target) {
    if (!(target instanceof Element)) return;
    const marks = [];
    for (const name of ["value", "line", "frame"]) {
      const found = target.closest(`[data-${name}]`);
      if (found) marks.push([name, found.dataset[name]]);
    }
    this.mark(marks);
    const instruction = target.closest("[data-instruction]")?.dataset.instruction;
    this.hinted(...(instruction ? instruction.split(":").map(Number) : [-1, -1]));
    const frame = marks.find(([name]) => name === "frame");
    this.frame(frame ? Number(frame[1]) : -1);
  }

  mark(marks) {
    const rules = marks
      .map(([name, value]) => `[data-${name}="${CSS.escape(value)}"] { ${LOOKS[name]} }`)
      .join("\n");
    if (rules === this.shown) return;
    this.shown = rules;
    this.sheet.replaceSync(rules);
  }

  markFrame(frame) {
    this.mark(frame < 0 ? [] : [["frame", String(frame)]]);
  }
}

const LOOKS = {
  value: "outline: 2px solid var(--mark); outline-offset: 0;",
  line: "background-color: var(--hover);",
  frame: "box-shadow: 0 0 0 2px var(--mark);",
};
