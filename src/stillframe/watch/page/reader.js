// The trace's reader: the state at a moment. A mirror of trace.py, which it is compared with.

import { countUpTo } from "page/dom";
import { FrameState, State, UNKNOWN } from "page/state";

const ARGUMENTS = [0, 1, 1, 2, 2, 1, 1, 1, 0, 1, 3];
export const [REPLACE, CUT, PUSH, SLOT, ENTER, LEAVE, HANDLED, RAISING, NATIVE, AT, BOUND] =
  ARGUMENTS.keys();

/** How many numbers a change takes up, with its kind. */
export const lengthOf = (kind) => 1 + ARGUMENTS[kind];

/** Calls `visit(kind, first, second, third)` for each of a step's changes. */
export function eachChange(what, visit) {
  for (let place = 0; place < what.length; place += lengthOf(what[place])) {
    visit(what[place], what[place + 1], what[place + 2], what[place + 3]);
  }
}

const EVERY = 1_000; // steps from one kept state to the next
const KEPT = 400;
const SOURCES = { "?": 0, i: 1, s: 2, k: 3, "-": 4 };

function compiled([pop, push, sets]) {
  const sources = [...push, ...sets.map(([, source]) => source)];
  return {
    pop,
    kinds: sources.map((source) => SOURCES[source[0]]),
    numbers: sources.map((source) => Number(source.slice(1))),
    slots: sets.map(([slot]) => slot),
  };
}

export class Reader {
  constructor(data) {
    if (data.trace !== 1) throw new Error(`not a trace of version 1, but ${data.trace}`);
    this.data = data;
    this.steps = data.steps;
    this.pc = Int32Array.from(data.pc);
    this.recorded = Int32Array.from(data.recorded);
    this.changeStep = Int32Array.from(data.changes.step);
    this.changes = data.changes.what;
    this.frameCode = Int32Array.from(data.frames.code);
    this.effects = data.codes.map((code) =>
      code.effects.map(([next, jump]) => {
        const effect = compiled(next);
        return [effect, jump === null ? effect : compiled(jump)];
      }),
    );
    this.keyMoments = data.keyframes.map((one) => one.moment);
    this.seen = new Int32Array(data.values.text.length).fill(UNKNOWN);
    this.cursor = null;
    this.kept = new Map(); // states by moment, so that going back is as quick as going on
    this.whole = null; // the cursor that has read everything from the beginning
  }

  /** The state when `moment` steps are done; not to be changed. */
  at(moment) {
    const { begin, state } = this.before(moment);
    if (!this.cursor || this.cursor.moment > moment || this.cursor.moment < begin) {
      this.cursor = state();
      this.keep(this.cursor);
    }
    while (this.cursor.moment < moment) {
      this.step(this.cursor);
      if (this.cursor.moment % EVERY === 0) this.keep(this.cursor);
    }
    return this.cursor.copy();
  }

  /** The last moment before another that is quickly had: one that is kept, or a keyframe. */
  before(moment) {
    const key = countUpTo(this.keyMoments, moment) - 1;
    const first = key < 0 ? 0 : this.keyMoments[key];
    let begin = moment - (moment % EVERY);
    while (begin > first && !this.kept.has(begin)) begin -= EVERY;
    if (begin < first) begin = first;
    const kept = this.kept.get(begin);
    if (kept) return { begin, state: () => kept.copy() };
    if (key < 0) return { begin, state: () => this.beginning() };
    return { begin, state: () => this.fromKeyframe(this.data.keyframes[key]) };
  }

  keep(state) {
    if (this.kept.has(state.moment)) return;
    if (this.kept.size === KEPT) this.kept.delete(this.kept.keys().next().value);
    this.kept.set(state.moment, state.copy());
  }

  /** The same, but read from the very beginning, so that it is known where each value was made. */
  wholeAt(moment) {
    if (!this.whole || this.whole.moment > moment) this.whole = this.beginning();
    while (this.whole.moment < moment) this.step(this.whole);
    return this.whole.copy();
  }

  /** The step in which a value was seen first; -1: it was there before. */
  firstSeen(value) {
    if (!this.allSeen) {
      this.allSeen = true;
      this.wholeAt(this.steps);
    }
    return this.seen[value];
  }

  code(frame) {
    return this.data.codes[this.frameCode[frame]];
  }

  beginning() {
    const state = new State();
    if (this.changeStep[0] === -1) {
      state.changed = 1;
      this.change(state, this.changes[0], -1, []);
    }
    return state;
  }

  fromKeyframe(row) {
    const state = new State(row.moment, row.chain.slice());
    for (const [number, at, handled, stack, slots] of row.frames)
      state.frames.set(new FrameState(number, at, handled, stack.slice(), slots.slice(), UNKNOWN));
    state.recorded = row.recorded;
    state.changed = row.changes;
    return state;
  }

  step(state) {
    const step = state.moment;
    const at = this.pc[step];
    const frame = state.current;
    const changed = this.changeStep[state.changed] === step;
    const what = changed ? this.changes[state.changed++] : null;
    state.raising = 0;
    state.native = false;
    if (frame) {
      frame.at = at;
      if (!what || what[0] !== REPLACE) {
        const code = this.frameCode[frame.number];
        const effect = this.effects[code][at][this.pc[step + 1] === at + 1 ? 0 : 1];
        this.apply(state, frame, effect, code, step);
      }
    }
    if (what) this.change(state, what, step, []);
    state.moment++;
  }

  apply(state, frame, effect, code, step) {
    const { stack, stackMade, slots, slotsMade } = frame;
    const base = stack.length - effect.pop;
    const taken = effect.pop ? stack.splice(base) : null;
    const takenMade = effect.pop ? stackMade.splice(base) : null;
    const { kinds, numbers } = effect;
    for (let place = 0; place < kinds.length; place++) {
      const number = numbers[place];
      switch (kinds[place]) {
        case 0: {
          const value = this.recorded[state.recorded++];
          frame.push(value, this.note(value, step));
          break;
        }
        case 1:
          frame.push(taken[number], takenMade[number]);
          break;
        case 2:
          frame.push(slots[number], slotsMade[number]);
          break;
        case 3: {
          const value = this.data.codes[code].constants[number];
          frame.push(value, this.note(value, step));
          break;
        }
        default:
          frame.push(0, step);
      }
    }
    for (let place = effect.slots.length - 1; place >= 0; place--) {
      slots[effect.slots[place]] = stack.pop();
      slotsMade[effect.slots[place]] = stackMade.pop();
    }
  }

  /** The step that made a value which came from outside the frame: this one. */
  note(value, step) {
    if (this.seen[value] === UNKNOWN || this.seen[value] > step) this.seen[value] = step;
    return step;
  }

  /** `hand`: what was taken from the stacks in this step, and may be handed on to another frame. */
  change(state, what, step, hand) {
    const handed = (value) => {
      for (let place = hand.length - 2; place >= 0; place -= 2) {
        if (hand[place] === value) return hand[place + 1];
      }
      return this.note(value, step);
    };
    eachChange(what, (kind, first, second, third) => {
      const frame = state.current;
      switch (kind) {
        case CUT:
          for (let place = first; place < frame.stack.length; place++) {
            hand.push(frame.stack[place], frame.stackMade[place]);
          }
          frame.stack.length = Math.min(frame.stack.length, first);
          frame.stackMade.length = frame.stack.length;
          break;
        case PUSH:
          frame.push(first, handed(first));
          break;
        case SLOT:
          frame.slots[first] = second;
          frame.slotsMade[first] = handed(second);
          break;
        case ENTER:
          if (!state.frames.has(first)) state.frames.set(this.begun(first, handed));
          state.chain.push(first);
          state.native = false;
          break;
        case LEAVE:
          for (let place = 0; place < frame.stack.length; place++) {
            hand.push(frame.stack[place], frame.stackMade[place]);
          }
          state.chain.pop();
          if (!first) state.frames.delete(frame.number);
          break;
        case HANDLED:
          frame.handled = first;
          break;
        case RAISING:
          state.raising = first;
          break;
        case NATIVE:
          state.native = true;
          break;
        case AT:
          frame.at = first;
          break;
        case BOUND: {
          const other = state.frames.own(first);
          other.slots[second] = third;
          other.slotsMade[second] = handed(third);
          break;
        }
      }
    });
  }

  begun(number, handed) {
    const slots = this.data.frames.slots[number].slice();
    while (slots.length < this.code(number).slots.length) slots.push(0);
    const frame = new FrameState(number, -1, 0, [], slots, UNKNOWN);
    frame.slotsMade = slots.map((value) => (value ? handed(value) : UNKNOWN));
    return frame;
  }
}
