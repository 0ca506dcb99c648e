// What is shown of a moment: its state, the selected frame, and that in words.

import { countUpTo, figure } from "page/dom";

export class Views {
  constructor(run, values) {
    this.run = run;
    this.values = values;
  }

  /** A moment's view; `since` is the moment against which changes are marked, `wanted` a frame that
   *  is selected if it is there, else the innermost is.
   *
   *  `frame` is -1 if there is none. `instruction` is the one where the frame stands, `isNext` that
   *  it comes next; else it is in progress. */
  of(moment, since, wanted) {
    const { run } = this;
    const { reader } = run;
    const past = since < 0 ? null : reader.at(since);
    const state = reader.at(moment);
    const usual = run.still ? run.still.first(state) : (state.chain.at(-1) ?? -1);
    const frame = state.frames.has(wanted) ? wanted : usual;
    const shown = frame < 0 ? null : state.frames.get(frame);
    const isNext = frame >= 0 && frame === state.chain.at(-1) && !state.native && !state.raising;
    const view = { moment, since, past, state, frame, isNext, chosen: frame === wanted };
    view.code = shown ? reader.frameCode[frame] : run.codeAt(moment);
    view.instruction = shown ? run.instructionOf(state, shown) : -1;
    view.contents = [run.contentsUpTo(moment), run.contentsUpTo(since)];
    view.ending = this.ending(moment);
    view.standing = shown ? this.standing(view) : "";
    view.said = this.said(view);
    return view;
  }

  /** What the selected frame is doing. */
  standing(view) {
    const { state, frame, moment } = view;
    if (!state.chain.includes(frame)) {
      return this.run.isCreated(frame, moment)
        ? "created, not started"
        : "suspended: it stopped here";
    }
    if (state.chain.at(-1) !== frame) return "in the midst of it: a frame further in runs";
    if (state.native) return "in the midst of it: native code runs";
    if (state.raising) return `goes on by raising ${this.values.whole(state.raising, moment)}`;
    const raised = this.raisedSince(view);
    return raised ? `has raised ${this.values.whole(raised, moment)}` : "comes next";
  }

  /** The exception that the selected frame has raised since the last step, or 0. */
  raisedSince({ since, moment, frame }) {
    const { step, kind, frame: frames, value } = this.run.data.exceptions;
    for (let row = countUpTo(step, moment - 1) - 1; row >= 0 && step[row] >= since; row--) {
      if (kind[row] === "raised" && frames[row] === frame) return value[row];
    }
    return 0;
  }

  /** Why no frame is shown. */
  ending(moment) {
    if (this.run.still) return "No frame is in the chain: nobody runs.";
    if (!this.run.steps) return "No step was recorded.";
    if (moment < this.run.steps) return "No recorded frame runs.";
    const { full, end } = this.run.data;
    if (full) return "The recording stops here; the program went on.";
    return end.how === "raised"
      ? `The program has ended: it raised ${end.type}.`
      : "The program has ended.";
  }

  /** Where we are, in words. */
  said({ moment, frame, instruction, ending }) {
    const { run } = this;
    const head = run.still ? run.data.program : `Step ${figure(moment)} of ${figure(run.steps)}`;
    if (frame < 0) return `${head}. ${ending}`;
    const code = run.reader.code(frame);
    const op = instruction < 0 ? "" : `: ${code.op[instruction]} ${code.arg[instruction]}`;
    return `${head}. ${run.frameName(frame)}, ${run.place(frame, instruction)}${op}`;
  }
}
