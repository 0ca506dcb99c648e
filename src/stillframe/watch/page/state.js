// The state of a run at one moment. A mirror of state.py, whose copies cost next to nothing: a copy
// shares with its original each frame that neither has changed since.

export const UNKNOWN = -2;

/** A frame that is in the chain, or suspended. `stackMade` and `slotsMade` are of each value the
 *  step that made it; UNKNOWN where that lies before the keyframe that the reading began with. */
export class FrameState {
  constructor(number, at, handled, stack, slots, made) {
    this.number = number;
    this.at = at;
    this.handled = handled;
    this.stack = stack;
    this.slots = slots;
    this.stackMade = stack.map(() => made);
    this.slotsMade = slots.map(() => made);
    this.owner = null;
  }

  copy() {
    const copy = Object.create(FrameState.prototype);
    copy.number = this.number;
    copy.at = this.at;
    copy.handled = this.handled;
    copy.stack = this.stack.slice();
    copy.slots = this.slots.slice();
    copy.stackMade = this.stackMade.slice();
    copy.slotsMade = this.slotsMade.slice();
    copy.owner = null;
    return copy;
  }

  push(value, made) {
    this.stack.push(value);
    this.stackMade.push(made);
  }
}

const BITS = 5; // 32 numbers in a chunk

/** Frames by number, in chunks. Only what belongs to `owner` is this table's alone, to be changed. */
class Frames {
  constructor(chunks = [], size = 0) {
    this.chunks = chunks;
    this.size = size;
    this.owner = {};
  }

  copy() {
    this.owner = {};
    return new Frames(this.chunks.slice(), this.size);
  }

  get(number) {
    return this.chunks[number >> BITS]?.frames.get(number);
  }

  has(number) {
    return this.get(number) !== undefined;
  }

  *values() {
    for (const chunk of this.chunks) if (chunk) yield* chunk.frames.values();
  }

  *keys() {
    for (const frame of this.values()) yield frame.number;
  }

  /** A frame that is there, to be changed. */
  own(number) {
    const frame = this.get(number);
    return frame.owner === this.owner ? frame : this.set(frame.copy());
  }

  set(frame) {
    const { frames } = this.ownChunk(frame.number);
    if (!frames.has(frame.number)) this.size++;
    frame.owner = this.owner;
    frames.set(frame.number, frame);
    return frame;
  }

  delete(number) {
    const { frames } = this.ownChunk(number);
    if (frames.delete(number)) this.size--;
    if (!frames.size) this.chunks[number >> BITS] = undefined;
  }

  ownChunk(number) {
    const place = number >> BITS;
    const chunk = this.chunks[place];
    if (chunk?.owner === this.owner) return chunk;
    return (this.chunks[place] = { owner: this.owner, frames: new Map(chunk?.frames) });
  }
}

/** `moment` steps are done. `chain` has the linked frames' numbers, the innermost last. */
export class State {
  constructor(moment = 0, chain = [], frames = new Frames()) {
    this.moment = moment;
    this.chain = chain;
    this.frames = frames;
    this.raising = 0;
    this.native = false;
    this.recorded = 0; // how many of the recorded values are used up
    this.changed = 0; // and how many rows of changes
  }

  /** The innermost frame, to be changed; null if there is none. */
  get current() {
    return this.chain.length ? this.frames.own(this.chain.at(-1)) : null;
  }

  copy() {
    const copy = new State(this.moment, this.chain.slice(), this.frames.copy());
    copy.raising = this.raising;
    copy.native = this.native;
    copy.recorded = this.recorded;
    copy.changed = this.changed;
    return copy;
  }
}
