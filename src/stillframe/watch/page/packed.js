// A packed trace, opened: base64, deflate, JSON, and what packing.py did to make repetitions alike.

import { BOUND, ENTER, HANDLED, PUSH, RAISING, SLOT, lengthOf } from "page/reader";

const DIFFERENCES = [
  ["changes", "step"],
  ["contents", "moment"],
  ["events", "step"],
  ["events", "generator"],
  ["exceptions", "step"],
  ["frames", "generator"],
  ["loop", "step"],
  ["output", "step"],
];

export async function opened(text) {
  const packed = Uint8Array.from(atob(text.trim()), (sign) => sign.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return unpacked(await new Response(stream).json());
}

function unpacked(data) {
  for (const [table, column] of DIFFERENCES) sum(data[table][column]);
  const { recorded } = data;
  const read = newest();
  for (let place = 0; place < recorded.length; place++) recorded[place] = read(recorded[place]);
  readChanges(data.changes.what);
  compute(data.values);
  count(data.values);
  sum(data.generators.frame);
  sum(data.generators.value);
  data.generators = named(data);
  return data;
}

function sum(column) {
  for (let place = 1; place < column.length; place++) column[place] += column[place - 1];
}

/** Below 0: a new number, by how much it is greater than the greatest; else itself. */
function newest() {
  let greatest = 0;
  return (written) => (written >= 0 ? written : (greatest -= written));
}

/** How far below the greatest. */
function distance() {
  let greatest = 0;
  return (written) => {
    const number = greatest - written;
    if (number > greatest) greatest = number;
    return number;
  };
}

function readChanges(rows) {
  const value = newest();
  const frame = distance();
  for (const row of rows) {
    for (let place = 0; place < row.length; place += lengthOf(row[place])) {
      const kind = row[place];
      if (kind === PUSH || kind === HANDLED || kind === RAISING)
        row[place + 1] = value(row[place + 1]);
      else if (kind === SLOT) row[place + 2] = value(row[place + 2]);
      else if (kind === BOUND) row[place + 3] = value(row[place + 3]);
      else if (kind === ENTER) row[place + 1] = frame(row[place + 1]);
    }
  }
}

const OPERATIONS = {
  "+": (one, other) => one + other,
  "-": (one, other) => one - other,
  "*": (one, other) => one * other,
  "/": (one, other) => one / other,
};

/** Floats that are written as an operation and its operands: how far before them these stand, or,
 *  below 0, at which place. */
function compute({ text }) {
  for (let place = 0; place < text.length; place++) {
    if (typeof text[place] === "string") continue;
    const [sign, ...operands] = text[place];
    const [one, other] = operands.map((far) => Number(text[far < 0 ? -far : place - far]));
    text[place] = floatText(OPERATIONS[sign](one, other));
  }
}

/** A float as Python writes it. */
function floatText(number) {
  const size = Math.abs(number);
  if (size === 0) return Object.is(number, -0) ? "-0.0" : "0.0";
  if (size >= 1e-4 && size < 1e16) {
    const text = String(number);
    return text.includes(".") ? text : `${text}.0`;
  }
  const [digits, exponent] = number.toExponential().split("e");
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

/** Each object's number, counted by type. */
function count({ type, number }) {
  const counts = [];
  for (let place = 0; place < number.length; place++) {
    if (number[place]) number[place] = counts[type[place]] = (counts[type[place]] ?? 0) + 1;
  }
}

/** The table of generators; their names are counted: `fetch#1`. */
function named({ generators, frames, codes }) {
  const counts = new Map();
  return generators.frame.map((frame, row) => {
    const { qualname, kind } = codes[frames.code[frame]];
    const name = qualname.split("<locals>.").at(-1);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return { name: `${name}#${counts.get(name)}`, kind, frame, value: generators.value[row] };
  });
}
