// What is known of the whole run, found out once: which frame runs when, each generator's life.

import { countUpTo, visible } from "page/dom";
import { Loops } from "page/loops";
import { ENTER, LEAVE, eachChange } from "page/reader";
import { Still } from "page/still";

export const NONE = 0; // not made yet
export const CREATED = 1;
export const RUNNING = 2; // the innermost generator in the chain
export const LINKED = 3; // in the chain, while another one runs
export const SUSPENDED = 4;
export const CLOSED = 5;
export const STATE_NAMES = ["not yet", "created", "running", "in the chain", "suspended", "closed"];

export class Run {
  constructor(reader) {
    this.reader = reader;
    this.data = reader.data;
    this.steps = reader.steps;
    this.still = Still.of(this.data); // of a page without steps
    this.generators = this.data.generators;
    this.events = this.data.events;
    this.eventSteps = Int32Array.from(this.events.step);
    this.outputSteps = Int32Array.from(this.data.output.step);
    this.exceptionSteps = Int32Array.from(this.data.exceptions.step);
    this.generatorOf = Int32Array.from(this.data.frames.generator);
    this.generatorOfValue = new Map();
    this.generators.forEach((one, row) => one.value && this.generatorOfValue.set(one.value, row));
    this.eventsOf = grouped(this.events.generator, this.generators.length);
    this.contentMoments = Int32Array.from(this.data.contents.moment);
    this.contentsOf = new Map();
    this.data.contents.value.forEach((value, row) => {
      const rows = this.contentsOf.get(value);
      if (rows) rows.push(row);
      else this.contentsOf.set(value, [row]);
    });
    this.loops = new Loops(this.data);
    this.ready = this.loops.readySpans(this.generators.length);
    this.taskOf = new Map();
    this.data.tasks.forEach(
      (task) => task.generator >= 0 && this.taskOf.set(task.generator, visible(task.name)),
    );
    this.follow();
  }

  /** Goes through the changes: spans of one current frame, and the generators' states. */
  follow() {
    const starts = [];
    const current = [];
    const depths = [];
    const chain = [];
    const linked = []; // the generators in the chain
    const lives = this.generators.map(() => ({ moments: [], states: [] }));
    this.program = { moments: [], states: [] }; // no generator runs: plain frames do
    const become = (life, moment, state) => {
      const { moments, states } = life;
      if (moments.at(-1) === moment) states[states.length - 1] = state;
      else if (states.at(-1) !== state) {
        moments.push(moment);
        states.push(state);
      }
    };
    const lifeOf = (row) => (row === undefined ? this.program : lives[row]);
    const created = new Map();
    this.events.kind.forEach((kind, row) => {
      if (kind === "created") created.set(this.events.generator[row], this.events.step[row]);
    });
    this.reader.changeStep.forEach((step, row) => {
      const moment = step + 1;
      let moved = false;
      eachChange(this.reader.changes[row], (kind, first) => {
        if (kind === ENTER) {
          chain.push(first);
          const generator = this.generatorOf[first];
          if (generator >= 0) {
            become(lifeOf(linked.at(-1)), moment, LINKED);
            linked.push(generator);
          }
          become(lifeOf(linked.at(-1)), moment, RUNNING);
        } else if (kind === LEAVE) {
          const frame = chain.pop();
          const generator = this.generatorOf[frame];
          if (generator >= 0) {
            linked.pop();
            const after = created.get(generator) === step ? CREATED : SUSPENDED;
            become(lives[generator], moment, first ? after : CLOSED);
            become(lifeOf(linked.at(-1)), moment, RUNNING);
          }
          if (!chain.length) become(this.program, moment, CLOSED);
        } else return;
        moved = true;
      });
      if (moved) {
        starts.push(moment);
        current.push(chain.length ? chain.at(-1) : -1);
        depths.push(chain.length);
      }
    });
    if (!starts.length) {
      starts.push(0);
      current.push(-1);
      depths.push(0);
    }
    this.spanStart = Int32Array.from(starts);
    this.spanFrame = Int32Array.from(current);
    this.spanDepth = Int32Array.from(depths);
    this.lives = lives;
  }

  // -- which frame, which instruction, which line

  span(moment) {
    return Math.max(0, countUpTo(this.spanStart, moment) - 1);
  }

  /** The moment at which a span ends: where the next one begins. */
  spanEnd(span) {
    return span + 1 < this.spanStart.length ? this.spanStart[span + 1] : this.steps + 1;
  }

  frameAt(moment) {
    return this.spanFrame[this.span(moment)];
  }

  /** The code of the frame that is current, or was last; else the first; -1 if there is none. */
  codeAt(moment) {
    for (let span = this.span(moment); span >= 0; span--) {
      if (this.spanFrame[span] >= 0) return this.reader.frameCode[this.spanFrame[span]];
    }
    return this.data.codes.length ? 0 : -1;
  }

  /** The instruction where a frame stands: the next one if it is current, else the one in progress. */
  instructionOf(state, frame) {
    const isCurrent = state.chain.at(-1) === frame.number;
    const next = this.reader.pc[state.moment];
    return isCurrent && next >= 0 ? next : frame.at;
  }

  lineAt(frame, instruction) {
    if (frame < 0 || instruction < 0) return null;
    return this.reader.code(frame).position[instruction][0];
  }

  // -- names

  frameName(frame) {
    const generator = this.generatorOf[frame];
    return generator >= 0 ? this.generators[generator].name : this.reader.code(frame).qualname;
  }

  fileName(file) {
    return this.data.files[file].name.split(/[\\/]/).at(-1);
  }

  place(frame, instruction) {
    const line = this.lineAt(frame, instruction);
    const file = this.fileName(this.reader.code(frame).file);
    if (this.data.files.length === 1) return line === null ? "no line" : `line ${line}`;
    return line === null ? file : `${file}:${line}`;
  }

  // -- generators

  stateOf(generator, moment) {
    const { moments, states } = this.lives[generator];
    const row = countUpTo(moments, moment) - 1;
    return row < 0 ? NONE : states[row];
  }

  /** Who resumed a generator (`into` the chain), or goes on when it leaves; empty: that isn't known. */
  partner(row, into) {
    const frame = this.events.frame[row];
    const isFunction = frame < 0 || this.generatorOf[frame] < 0;
    if (isFunction && this.taskOf.has(this.events.generator[row])) return "the loop";
    if (frame < 0) return into ? "native code" : "";
    return this.frameName(frame);
  }

  /** Whether a frame is a generator's that hasn't been started. */
  isCreated(frame, moment) {
    return (
      this.generatorOf[frame] >= 0 && this.stateOf(this.generatorOf[frame], moment) === CREATED
    );
  }

  /** Whether it is a task's, and stands in the ready queue. */
  isReady(generator, moment) {
    const { from, to } = this.ready[generator];
    const place = countUpTo(from, moment) - 1;
    return place >= 0 && moment < to[place];
  }

  /** The innermost generator among the linked frames, or -1. */
  innermost(chain) {
    for (let place = chain.length - 1; place >= 0; place--) {
      if (this.generatorOf[chain[place]] >= 0) return this.generatorOf[chain[place]];
    }
    return -1;
  }

  /** The innermost generator, or the one that something happened to last before a moment, or -1. */
  latest(chain, moment) {
    const innermost = this.innermost(chain);
    const row = countUpTo(this.eventSteps, moment - 1) - 1;
    return innermost >= 0 || row < 0 ? innermost : this.events.generator[row];
  }

  /** The rows of events of the steps from `from` up to before `to`. */
  eventRows(from, to) {
    return [countUpTo(this.eventSteps, from - 1), countUpTo(this.eventSteps, to - 1)];
  }

  /** The last event of a generator before a moment, a row of events, or -1. */
  lastEvent(generator, moment) {
    const rows = this.eventsOf[generator];
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.eventSteps[rows[middle]] < moment) low = middle + 1;
      else high = middle;
    }
    return low ? rows[low - 1] : -1;
  }

  /** How many contents of objects were seen by a moment: while these are as many, none differs. */
  contentsUpTo(moment) {
    return countUpTo(this.contentMoments, moment);
  }

  /** The row of a value's contents that holds at a moment, or -1. */
  contentsAt(value, moment) {
    const rows = this.contentsOf.get(value);
    if (!rows) return -1;
    let found = -1;
    for (let low = 0, high = rows.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.contentMoments[rows[middle]] <= moment) {
        found = rows[middle];
        low = middle + 1;
      } else high = middle;
    }
    return found;
  }
}

function grouped(keys, count) {
  const groups = Array.from({ length: count }, () => []);
  keys.forEach((key, row) => groups[key].push(row));
  return groups;
}
