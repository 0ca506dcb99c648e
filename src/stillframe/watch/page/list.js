// A long list of which only the rows in sight are elements. All rows are equally high. It is one
// stop for Tab; there, up and down go through the rows, and Enter does what a click does.

import { el, setAttribute } from "page/dom";

const SPARE = 8;

export class List {
  /** `render(index)` makes a row's element; `element` scrolls. */
  constructor(element, render, rowHeight = 22) {
    this.element = element;
    this.render = render;
    this.rowHeight = rowHeight;
    this.count = 0;
    this.top = 0; // the element's `scrollTop` and `clientHeight`: to ask it may cost a layout
    this.height = element.clientHeight;
    this.isMoved = false; // it is to be scrolled to `top`
    this.wanted = -1; // the row to be in sight
    this.active = -1; // the row that keys are for, while it has the focus
    this.rows = new Map();
    this.filler = el("div.filler");
    this.element.replaceChildren(this.filler);
    this.element.addEventListener("scroll", () => this.scrolled(), { passive: true });
    element.addEventListener("focus", () =>
      this.activate(Math.min(Math.max(this.wanted, 0), this.count - 1)),
    );
    element.addEventListener("blur", () => this.activate(-1));
    element.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => {
      this.height = element.clientHeight;
      this.scrolled();
      if (this.wanted >= 0) this.reveal(this.wanted);
      this.settle();
    }).observe(element);
  }

  scrolled() {
    this.top = this.element.scrollTop;
    this.fill();
  }

  /** Scrolls to where the rows are that were made. Last of all, as it needs the layout. */
  settle() {
    if (this.isMoved) this.element.scrollTop = this.top;
    this.isMoved = false;
  }

  scrollTo(top) {
    this.isMoved ||= top !== this.top;
    this.top = top;
  }

  /** Other rows, from the first one on. */
  reset(count) {
    this.activate(-1);
    this.scrollTo(0);
    this.wanted = -1;
    this.count = count;
    for (const row of this.rows.values()) row.remove();
    this.rows.clear();
    this.filler.style.height = `${count * this.rowHeight}px`;
    this.fill();
  }

  /** More rows at the end, or fewer. */
  resize(count) {
    if (count === this.count) return;
    for (const [index, row] of this.rows) {
      if (index >= count) {
        row.remove();
        this.rows.delete(index);
      }
    }
    this.count = count;
    this.filler.style.height = `${count * this.rowHeight}px`;
    this.fill();
  }

  fill() {
    const first = Math.max(0, Math.floor(this.top / this.rowHeight) - SPARE);
    const last = Math.min(this.count, Math.ceil((this.top + this.height) / this.rowHeight) + SPARE);
    for (const [index, row] of this.rows) {
      if (index < first || index >= last) {
        row.remove();
        this.rows.delete(index);
      }
    }
    for (let index = first; index < last; index++) {
      if (!this.rows.has(index)) this.add(index);
    }
  }

  add(index) {
    const row = this.render(index);
    row.setAttribute("aria-setsize", this.count);
    row.setAttribute("aria-posinset", index + 1);
    row.style.top = `${index * this.rowHeight}px`;
    row.id = `${this.element.parentElement.id}-${index}`;
    row.classList.toggle("active", index === this.active);
    this.rows.set(index, row);
    let after = index + 1;
    while (after < this.count && !this.rows.has(after) && after < index + 400) after++;
    this.filler.insertBefore(row, this.rows.get(after) ?? null);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const page = Math.max(1, Math.floor(this.height / this.rowHeight) - 1);
    const far = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
    if (far === undefined && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (!far) return this.rows.get(this.active)?.click();
    this.activate(Math.max(0, Math.min(this.count - 1, this.active + far)));
    this.bring(this.active);
    this.settle();
    this.rows.get(this.active)?.dispatchEvent(new Event("focusin", { bubbles: true }));
  }

  activate(index) {
    const before = this.active;
    this.active = index;
    for (const one of [before, index])
      this.rows.get(one)?.classList.toggle("active", one === index);
    const id = index < 0 ? null : `${this.element.parentElement.id}-${index}`;
    setAttribute(this.element, "aria-activedescendant", id);
  }

  /** Scrolls as little as is needed for a row to be in sight. */
  bring(index) {
    const row = index * this.rowHeight;
    this.scrollTo(Math.max(row + this.rowHeight - this.height, Math.min(row, this.top)));
    this.fill();
  }

  /** Makes a row anew, if it is in sight. */
  again(index) {
    const row = this.rows.get(index);
    if (!row) return;
    row.remove();
    this.rows.delete(index);
    this.add(index);
  }

  /** Scrolls so that the row is in sight, and not at the very edge. */
  reveal(index) {
    this.wanted = index;
    if (this.element === document.activeElement) this.activate(index);
    const { top, height, rowHeight } = this;
    const row = index * rowHeight;
    const margin = Math.min(3 * rowHeight, height / 4);
    if (row < top + margin || row + rowHeight > top + height - margin) {
      const most = Math.max(0, this.count * rowHeight - height);
      this.scrollTo(Math.min(most, Math.max(0, Math.round(row - height * 0.38))));
      this.fill();
    }
  }
}
