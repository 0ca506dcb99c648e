// A page of one moment, of a saved program or a frozen object: where a run's page goes to another
// moment, this one selects a frame.

import { plural } from "page/dom";

/** The commands that make sense without steps. */
export const COMMANDS_OF_A_MOMENT = new Set(["frame", "search", "help"]);

export class Still {
  /** `null` of a page that has steps. */
  static of(data) {
    return data.moment ? new Still(data) : null;
  }

  constructor(data) {
    this.data = data;
    this.inner = new Map(data.moment.awaits);
    this.outer = new Map(data.moment.awaits.map(([outer, inner]) => [inner, outer]));
  }

  /** What the moment is of: beside the name of the file. */
  about(generators) {
    const { save, time } = this.data.moment;
    const when = time ? `${time.slice(0, 19).replace("T", " ")} UTC` : "";
    const parts = [save && `save ${save}`, when, `Python ${this.data.python}`];
    return `${parts.filter(Boolean).join(", ")}; ${plural(generators, "generator")}`;
  }

  /** The frame that a page begins with: the one that the trace names, if it is there. */
  first({ frames }) {
    const { frame } = this.data.moment;
    return frames.has(frame) ? frame : (frames.keys().next().value ?? -1);
  }

  /** A frame's whole chain of awaits, the outermost first. */
  chain(frame) {
    let at = frame;
    for (let seen = 0; this.outer.has(at) && seen < this.inner.size; seen++)
      at = this.outer.get(at);
    const found = [at];
    while (this.inner.has(at) && found.length <= this.inner.size)
      found.push((at = this.inner.get(at)));
    return found;
  }

  // -- which frame is meant; null: none

  /** One that stands at one of these instructions, `Map(code → Set(index))`, else one of that code. */
  at(wanted, { frames }) {
    const { code: codes } = this.data.frames;
    const all = inOrder(frames).filter(({ number }) => wanted.has(codes[number]));
    const there = all.find(({ number, at }) => wanted.get(codes[number]).has(at));
    return (there ?? all[0])?.number ?? null;
  }

  /** One of a code in which a variable is bound. */
  binding(code, slot, { frames }) {
    const found = inOrder(frames).find(
      ({ number, slots }) => this.data.frames.code[number] === code && slots[slot],
    );
    return found?.number ?? null;
  }

  /** A generator's own frame; else one that holds the value. */
  holding(value, { frames }) {
    const generator = this.data.generators.find((one) => one.value === value);
    if (generator) return generator.frame;
    const found = inOrder(frames).find(
      ({ slots, stack }) => slots.includes(value) || stack.includes(value),
    );
    return found?.number ?? null;
  }
}

/** The frames by their numbers: those of the chain come first. */
function inOrder(frames) {
  return [...frames.values()].sort((one, other) => one.number - other.number);
}
