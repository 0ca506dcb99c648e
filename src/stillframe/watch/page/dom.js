// Making elements, and changing them only where they differ.

export const find = (selector, within = document) => within.querySelector(selector);

/** An element: `el("button.value", { title: "…" }, "text", child)`. */
export function el(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element, name, value) {
  if (value === null || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

/** Makes these the children, in this order; those that are there already stay the same elements. */
export function arrange(parent, children) {
  let at = parent.firstChild;
  for (const child of children) {
    if (child === at) at = at.nextSibling;
    else parent.insertBefore(child, at);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

// What has no look of its own, or turns around what stands beside it.
const UNSEEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A text of the program's own; what isn't to be seen in it is. */
export const visible = (text) => text.replace(UNSEEN, "�");

const thousands = new Intl.NumberFormat("en");

/** A number as it is read: `1,000,000`. */
export const figure = (number) => thousands.format(number);

export const plural = (count, one, many = `${one}s`) =>
  `${figure(count)} ${count === 1 ? one : many}`;

/** How many of a sorted array's entries are at most `wanted`. */
export function countUpTo(sorted, wanted) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
