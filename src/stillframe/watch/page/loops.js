// The event loops' states, moment by moment. A mirror of loop_state.py; and the tasks that are ready.

import { countUpTo } from "page/dom";

const EVERY = 1000; // rows from one kept state to the next

class LoopState {
  constructor() {
    this.turn = 0;
    this.time = 0;
    this.phase = "stopped";
    this.ready = [];
    this.timers = []; // [when, handle], the earliest first
    this.running = -1;
    this.reading = [];
    this.writing = [];
  }

  copy() {
    const copy = Object.assign(new LoopState(), this);
    for (const name of ["ready", "timers", "reading", "writing"]) copy[name] = this[name].slice();
    return copy;
  }

  change(kind, row, number) {
    switch (kind) {
      case "begins":
        this.turn = number;
        break;
      case "turn":
        this.turn++;
        this.time = number;
        this.phase = "waiting";
        break;
      case "callbacks":
        this.phase = "callbacks";
        break;
      case "stops":
        this.phase = "stopped";
        break;
      case "ready":
        this.forget(row);
        this.ready.push(row);
        break;
      case "calls":
        this.forget(row);
        this.running = row;
        break;
      case "called":
        this.running = -1;
        break;
      case "drops":
        this.forget(row);
        break;
      case "cleared":
        this.ready = [];
        this.timers = [];
        break;
      case "timer": {
        const place = this.timers.findIndex(
          ([when, handle]) => when > number || (when === number && handle > row),
        );
        this.timers.splice(place < 0 ? this.timers.length : place, 0, [number, row]);
        break;
      }
      case "cancelled":
        this.timers = this.timers.filter(([, handle]) => handle !== row);
        break;
      case "waits to read":
        if (!this.reading.includes(row)) this.reading.push(row);
        break;
      case "waits to write":
        if (!this.writing.includes(row)) this.writing.push(row);
        break;
      case "no longer to read":
        this.reading = this.reading.filter((one) => one !== row);
        break;
      case "no longer to write":
        this.writing = this.writing.filter((one) => one !== row);
        break;
    }
  }

  forget(row) {
    const place = this.ready.indexOf(row);
    if (place >= 0) this.ready.splice(place, 1);
    if (this.timers.length) this.timers = this.timers.filter(([, handle]) => handle !== row);
  }
}

export class Loops {
  constructor(data) {
    this.columns = data.loop;
    this.handles = data.handles;
    this.tasks = data.tasks;
    this.steps = Int32Array.from(data.loop.step);
    this.count = new Set(data.loop.loop).size;
    this.kept = [new Map()];
    this.turns = Int32Array.from(
      new Set(data.loop.step.filter((_, row) => data.loop.kind[row] === "turn")),
      (step) => step + 1,
    );
  }

  /** The loops' states at a moment, in the order of their beginning. */
  at(moment) {
    const rows = countUpTo(this.steps, moment - 1);
    const wanted = Math.floor(rows / EVERY);
    let from = Math.min(wanted, this.kept.length - 1);
    const loops = copied(this.kept[from]);
    for (let row = from * EVERY; row < rows; row++) {
      if (row % EVERY === 0 && row / EVERY >= this.kept.length) this.kept.push(copied(loops));
      this.change(loops, row);
    }
    return [...loops.values()];
  }

  change(loops, row) {
    const { loop, kind, row: what, number } = this.columns;
    if (!loops.has(loop[row])) loops.set(loop[row], new LoopState());
    loops.get(loop[row]).change(kind[row], what[row], number[row]);
  }

  /** Of each generator that is a task's: the spans of moments in which it is ready, but waits. */
  readySpans(generators) {
    const spans = Array.from({ length: generators }, () => ({ from: [], to: [] }));
    const since = new Map();
    this.columns.kind.forEach((kind, row) => {
      const handle = this.columns.row[row];
      if (kind === "ready") since.set(handle, this.steps[row] + 1);
      else if ((kind === "calls" || kind === "drops") && since.has(handle)) {
        const generator = this.generatorOf(handle);
        if (generator >= 0) {
          spans[generator].from.push(since.get(handle));
          spans[generator].to.push(this.steps[row] + 1);
        }
        since.delete(handle);
      }
    });
    for (const [handle, from] of since) {
      const generator = this.generatorOf(handle);
      if (generator < 0) continue;
      spans[generator].from.push(from);
      spans[generator].to.push(Infinity);
    }
    return spans;
  }

  /** Who woke whom: `{moments, from, to}`, generators; -1: none that is recorded. */
  wakeUps() {
    const found = { moments: [], from: [], to: [] };
    this.columns.kind.forEach((kind, row) => {
      if (kind !== "ready") return;
      const to = this.generatorOf(this.columns.row[row]);
      const by = this.columns.by[row];
      if (to < 0) return;
      found.moments.push(this.steps[row] + 1);
      found.from.push(by < 0 ? -1 : this.generatorOf(by));
      found.to.push(to);
    });
    return found;
  }

  generatorOf(handle) {
    const { task } = this.handles[handle];
    return task < 0 ? -1 : this.tasks[task].generator;
  }
}

function copied(loops) {
  return new Map([...loops].map(([number, state]) => [number, state.copy()]));
}
