// Steps of every size, both ways: from a moment to the moment that each leads to.

import { countUpTo } from "page/dom";

const RESUMES = new Set(["send", "throw", "close"]);

export class Steps {
  constructor(run) {
    this.run = run;
    this.pc = run.reader.pc;
    const { kind, step } = run.events;
    const suspensions = step.filter((_, row) => kind[row] === "yield");
    this.suspensions = moments(suspensions);
    this.turns = run.loops.turns;
    this.output = moments(run.data.output.step);
    const { exceptions } = run.data;
    this.raises = moments(exceptions.step.filter((_, row) => exceptions.kind[row] === "raised"));
  }

  instruction(moment, forward) {
    return this.within(moment + (forward ? 1 : -1));
  }

  /** To where the next line begins; backwards to the beginning of this one, or the one before. */
  line(moment, forward) {
    return forward ? this.lineForward(moment) : this.lineBack(moment);
  }

  lineForward(moment) {
    const { run } = this;
    const frame = run.frameAt(moment);
    const line = run.lineAt(frame, this.pc[moment]);
    let span = run.span(moment);
    let end = run.spanEnd(span);
    for (let at = moment + 1; at < run.steps; at++) {
      if (at >= end) end = run.spanEnd(++span);
      const there = run.lineAt(run.spanFrame[span], this.pc[at]);
      if (there !== null && (there !== line || run.spanFrame[span] !== frame)) return at;
    }
    return run.steps;
  }

  lineBack(moment) {
    const { run } = this;
    let at = moment - 1;
    const where = (one) => {
      const frame = run.frameAt(one);
      return [frame, run.lineAt(frame, this.pc[one])];
    };
    while (at > 0 && where(at)[1] === null) at--;
    if (at <= 0) return 0;
    const [frame, line] = where(at);
    while (at > 0) {
      const [frameBefore, lineBefore] = where(at - 1);
      if (frameBefore !== frame || (lineBefore !== line && lineBefore !== null)) break;
      at--;
    }
    return at;
  }

  /** To the next instruction of this frame or of one further out: calls and resumes are one step. */
  over(moment, forward) {
    const { run } = this;
    const depth = Math.max(1, run.spanDepth[run.span(moment)]);
    let span = run.span(this.within(moment + (forward ? 1 : -1)));
    if (run.spanDepth[span] <= depth) return this.within(moment + (forward ? 1 : -1));
    while (span > 0 && span < run.spanStart.length - 1 && run.spanDepth[span] > depth) {
      span += forward ? 1 : -1;
    }
    return this.within(forward ? run.spanStart[span] : run.spanEnd(span) - 1);
  }

  /** To where this frame's caller goes on; backwards to where it called or resumed this frame. */
  out(moment, forward) {
    const { run } = this;
    let span = run.span(moment);
    const depth = run.spanDepth[span];
    const last = run.spanStart.length - 1;
    while (forward ? span < last : span > 0) {
      span += forward ? 1 : -1;
      if (run.spanDepth[span] < depth) {
        return this.within(forward ? run.spanStart[span] : run.spanEnd(span) - 1);
      }
    }
    return forward ? run.steps : 0;
  }

  /** Over the await: to this generator's or coroutine's next run; backwards to its last one's end. */
  overAwait(moment, forward, generator) {
    const { run } = this;
    if (generator < 0) return moment;
    const rows = run.eventsOf[generator];
    if (forward) {
      const row = rows.find(
        (one) => run.eventSteps[one] + 1 > moment && RESUMES.has(run.events.kind[one]),
      );
      return row === undefined ? moment : run.eventSteps[row] + 1;
    }
    const row = rows.findLast(
      (one) => run.eventSteps[one] < moment && run.events.kind[one] === "yield",
    );
    return row === undefined ? moment : run.eventSteps[row];
  }

  suspension(moment, forward) {
    return neighbour(this.suspensions, moment, forward);
  }

  turn(moment, forward) {
    return neighbour(this.turns, moment, forward);
  }

  nextOutput(moment, forward) {
    return neighbour(this.output, moment, forward);
  }

  exception(moment, forward) {
    return neighbour(this.raises, moment, forward);
  }

  /** The next moment at which one of these instructions of a code object comes next; else `moment`. */
  reach(moment, forward, wanted) {
    const { run } = this;
    const step = forward ? 1 : -1;
    let span = run.span(moment);
    for (let at = moment + step; at >= 0 && at < run.steps; at += step) {
      while (at >= run.spanEnd(span)) span++;
      while (at < run.spanStart[span]) span--;
      const frame = run.spanFrame[span];
      const instructions = frame < 0 ? undefined : wanted.get(run.reader.frameCode[frame]);
      if (instructions === undefined) at = forward ? run.spanEnd(span) - 1 : run.spanStart[span];
      else if (instructions.has(this.pc[at])) return at;
    }
    return moment;
  }

  /** For `reach`: the instructions that a line begins with, by code object. */
  instructionsOfLine(file, line) {
    const wanted = new Map();
    this.run.data.codes.forEach((code, number) => {
      if (code.file !== file) return;
      const found = new Set();
      code.position.forEach(([at], index) => {
        if (at === line && code.op[index] !== "RESUME") found.add(index);
      });
      if (found.size) wanted.set(number, found);
    });
    return wanted;
  }

  within(moment) {
    return Math.max(0, Math.min(this.run.steps, moment));
  }
}

/** The moments behind these steps, each once. */
function moments(steps) {
  return Int32Array.from(new Set(steps), (step) => step + 1);
}

function neighbour(sorted, moment, forward) {
  const place = forward ? countUpTo(sorted, moment) : countUpTo(sorted, moment - 1) - 1;
  return place < 0 || place >= sorted.length ? moment : sorted[place];
}
