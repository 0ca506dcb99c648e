// A long list of which only the rows in sight are elements. All rows are equally high.

import { el } from "page/dom";

const SPARE = 8;

export class List {
  /** `render(index)` makes a row's element; `element` scrolls. */
  constructor(element, render, rowHeight = 22) {
    this.element = element;
    this.render = render;
    this.rowHeight = rowHeight;
    this.count = 0;
    this.rows = new Map();
    this.filler = el("div.filler");
    this.element.replaceChildren(this.filler);
    this.element.addEventListener("scroll", () => this.fill(), { passive: true });
    new ResizeObserver(() => this.fill()).observe(element);
  }

  reset(count) {
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
    const top = this.element.scrollTop;
    const first = Math.max(0, Math.floor(top / this.rowHeight) - SPARE);
    const last = Math.min(
      this.count,
      Math.ceil((top + this.element.clientHeight) / this.rowHeight) + SPARE,
    );
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
    this.rows.set(index, row);
    let after = index + 1;
    while (after < this.count && !this.rows.has(after) && after < index + 400) after++;
    this.filler.insertBefore(row, this.rows.get(after) ?? null);
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
    const { scrollTop, clientHeight } = this.element;
    const top = index * this.rowHeight;
    const margin = Math.min(3 * this.rowHeight, clientHeight / 4);
    if (top < scrollTop + margin || top + this.rowHeight > scrollTop + clientHeight - margin) {
      this.element.scrollTop = Math.max(0, top - clientHeight * 0.38);
      this.fill();
    }
  }
}
