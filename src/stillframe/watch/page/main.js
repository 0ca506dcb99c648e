// The page: opens the trace, keeps the moment that is shown, and tells every pane.

import { Address } from "page/address";
import { Instructions, Stack } from "page/code";
import { Compare } from "page/compare";
import { figure, find, plural, setText } from "page/dom";
import { Frames } from "page/frames";
import { fillHelp, fillToolbar, listen } from "page/keys";
import { Loop } from "page/loop";
import { Marks } from "page/marks";
import { Output } from "page/output";
import { opened } from "page/packed";
import { Player } from "page/play";
import { Reader } from "page/reader";
import { Run } from "page/run";
import { Search } from "page/search";
import { Source } from "page/source";
import { COMMANDS_OF_A_MOMENT } from "page/still";
import { Steps } from "page/steps";
import { Timeline } from "page/timeline";
import { Values } from "page/values";
import { Views } from "page/view";

class Page {
  constructor(data) {
    this.reader = new Reader(data);
    this.run = new Run(this.reader);
    this.steps = new Steps(this.run);
    this.values = new Values(this.run);
    this.views = new Views(this.run, this.values);
    const actions = {
      select: (frame) => this.select(frame),
      maker: (frame, where, place) => this.toMaker(frame, where, place),
      firstSeen: (value) => this.jump(this.reader.firstSeen(value) + 1),
    };
    this.source = new Source(find("#source"), this.run, (file, line) =>
      this.reach(this.steps.instructionsOfLine(file, line)),
    );
    this.instructions = new Instructions(find("#code"), this.run, (code, index) =>
      this.reach(new Map([[code, new Set([index])]])),
    );
    this.stack = new Stack(find("#code .stack"), this.values, actions.maker);
    this.compare = new Compare(find("#compare"), this.run, this.values);
    this.timeline = new Timeline(find("#timeline"), this.run, (moment) => this.go(moment));
    this.panes = [
      new Frames(find("#frames"), this.run, this.values, actions), // while nothing is changed yet
      this.source,
      this.instructions,
      new Output(find("#output"), this.run, (moment) => this.jump(moment)),
      new Loop(find("#loop"), this.run, actions),
      this.timeline,
      this.compare,
    ];
    this.search = new Search(
      find("#search"),
      this.run,
      this.steps,
      this.values,
      (place) => (this.run.still ? this.select(place) : this.jump(place)),
      () => this.moment,
    );
    this.player = new Player(find("#play"), find("#speed"), (count) => this.playOn(count));
    this.player.stopped = () => this.say();
    const marks = new Marks(
      (code, instruction) => this.source.hint(code < 0 ? null : data.codes[code], instruction),
      (frame) => this.timeline.hoverFrame(frame),
    );
    this.timeline.onHover = (frame) => marks.markFrame(frame);
    this.address = new Address((parts) => this.arrive(parts));
    this.prepare(data);
    this.arrive(this.address.read());
  }

  prepare(data) {
    const act = (name, forward) => this.act(name, forward);
    listen(act);
    fillToolbar(find("#toolbar .pairs"), act);
    fillHelp(find("#help tbody"), (name) => this.can(name));
    document.body.classList.toggle("still", this.run.still !== null);
    document.addEventListener("click", (event) => {
      const name = event.target.closest("[data-act]")?.dataset.act;
      if (name) act(name, true);
      const tab = event.target.closest("[data-tab]");
      if (tab) this.showTab(tab.dataset.tab);
    });
    find("#go form").addEventListener("submit", () => {
      const wanted = find("#go input").value;
      if (wanted !== "") this.jump(Number(wanted));
    });
    find("#go input").max = this.run.steps;
    for (const dialog of document.querySelectorAll("dialog")) {
      dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    }
    setText(find("#total"), figure(this.run.steps));
    setText(
      find("#about"),
      this.run.still?.about(data.generators.length) ??
        `Python ${data.python}, ${plural(this.run.steps, "step")}, ${plural(data.generators.length, "generator")}`,
    );
    document.body.classList.toggle("alone", !data.loop.step.length);
    const full = find("#full");
    full.hidden = !data.full && !data.moment?.notes.length;
    setText(
      full,
      data.moment?.notes.join(" ") ??
        `The recording stopped after ${plural(data.steps, "step")} (limit ${figure(data.limit)}); the program went on.`,
    );
  }

  // -- moving

  arrive({ step, frame, compare }) {
    if (compare !== this.compare.pinned)
      this.pin(compare === undefined ? undefined : this.steps.within(compare));
    this.moment = -1;
    this.go(step ?? 0, { frame, quiet: true });
  }

  /** Shows a moment. Changes are marked since `since`, or since the step before. */
  go(moment, { since, frame, jumped = false, animated = false, quiet = false } = {}) {
    const wanted = this.steps.within(Math.round(moment) || 0);
    if (wanted === this.moment && frame === undefined) return;
    if (since === undefined || since >= wanted) since = wanted - 1;
    this.moment = wanted;
    this.view = this.views.of(wanted, since, frame);
    this.view.animated = animated;
    this.render();
    if (!quiet) this.writeAddress(jumped);
  }

  jump(moment) {
    this.player.stop();
    if (moment < 0) return this.tell("That is not in this recording.");
    this.go(moment, { jumped: true });
  }

  render() {
    const { view } = this;
    for (const pane of this.panes) pane.show(view);
    this.showStack(view);
    for (const pane of this.panes) pane.settle?.(view);
    setText(find("#now"), figure(view.moment));
    const isOver = view.moment === this.run.steps && !this.run.still;
    setText(find("#ending"), isOver ? view.ending : "");
    this.say();
  }

  showStack(view) {
    const { frame, state, instruction, isNext } = view;
    if (frame < 0) return this.stack.show(view, frame, []);
    const code = this.reader.code(frame);
    const stopped = frame === state.chain.at(-1) ? state.raising > 0 : !state.chain.includes(frame);
    const at = isNext ? instruction : state.frames.get(frame).at + (stopped ? 1 : 0);
    this.stack.show(
      view,
      frame,
      code.labels[at] ?? [],
      isNext ? code.effects[instruction][0][0] : 0,
    );
  }

  /** The live region: where we are, once it rests. */
  say() {
    clearTimeout(this.saying);
    if (this.player?.playing) return;
    this.saying = setTimeout(() => this.tell(this.view.said), 250);
  }

  tell(text) {
    setText(find("#live"), text);
  }

  writeAddress(jumped = false) {
    const { moment, view } = this;
    const frame = view.chosen ? view.frame : undefined;
    this.address.write({ step: moment, frame, compare: this.compare.pinned }, jumped);
  }

  select(frame) {
    this.go(this.moment, { frame, since: this.view.since });
  }

  /** Whether a command makes sense here. */
  can(name) {
    return !this.run.still || COMMANDS_OF_A_MOMENT.has(name);
  }

  reach(wanted) {
    if (this.run.still) return this.meant(this.run.still.at(wanted, this.view.state));
    const found = this.steps.reach(this.moment, true, wanted);
    if (found !== this.moment) return this.jump(found);
    const before = this.steps.reach(-1, true, wanted);
    if (before >= 0) this.jump(before);
    else this.tell("That never runs in this recording.");
  }

  /** Selects the frame that a click in a page without steps means, if there is one. */
  meant(frame) {
    if (frame !== null && frame !== this.view.frame) this.select(frame);
  }

  toMaker(frame, where, place) {
    if (this.run.still) {
      const held = this.view.state.frames.get(frame)?.[where][place];
      return this.meant(held ? this.run.still.holding(held, this.view.state) : null);
    }
    const state = this.reader.wholeAt(this.moment).frames.get(frame);
    const value = state?.[where][place];
    if (!value) return;
    const isObject = this.run.data.values.number[value] > 0;
    this.jump((isObject ? this.reader.firstSeen(value) : state[`${where}Made`][place]) + 1);
  }

  playOn(count) {
    this.go(this.moment + count, {
      since: this.moment,
      animated: count === 1 && Number(find("#speed").value) <= 8,
    });
    return this.moment < this.run.steps;
  }

  pin(moment) {
    this.compare.pin(moment);
    this.timeline.pinned = moment;
    this.timeline.place();
    find("main").classList.toggle("compared", moment !== undefined);
    find("#pin-button").setAttribute("aria-pressed", String(moment !== undefined));
  }

  showTab(name) {
    find("main").dataset.tab = name;
    for (const button of document.querySelectorAll("[data-tab][aria-pressed]")) {
      button.setAttribute("aria-pressed", String(button.dataset.tab === name));
    }
    if (this.run.still) this.render(); // where nothing moves, nothing else brings the place in sight
  }

  // -- commands

  act(name, forward) {
    const { moment, steps } = this;
    if (!this.can(name)) return;
    if (name !== "play" && name !== "frame" && name !== "zoom") this.player.stop();
    const step = (to) => this.go(to, { since: moment, animated: Math.abs(to - moment) < 2000 });
    switch (name) {
      case "instruction":
        return step(steps.instruction(moment, forward));
      case "line":
        return step(steps.line(moment, forward));
      case "suspension":
        return step(steps.suspension(moment, forward));
      case "over":
        return step(steps.over(moment, forward));
      case "out":
        return step(steps.out(moment, forward));
      case "await":
        return step(steps.overAwait(moment, forward, this.waitedFor()));
      case "turn":
        return step(steps.turn(moment, forward));
      case "exception":
        return step(steps.exception(moment, forward));
      case "output":
        return step(steps.nextOutput(moment, forward));
      case "ends":
        return this.jump(forward ? this.run.steps : 0);
      case "frame":
        return this.selectNext(forward);
      case "play":
        return this.player.toggle();
      case "search":
        return this.search.open();
      case "go":
        return this.openGo();
      case "compare":
        this.pin(this.compare.pinned === undefined ? moment : undefined);
        this.render();
        return this.writeAddress();
      case "zoom":
        return this.timeline.zoom(forward ? 0.5 : 2, moment);
      case "help":
        return find("#help").showModal();
    }
  }

  /** The generator whose next run is meant: the selected frame's, else the innermost. */
  waitedFor() {
    const { frame, state } = this.view;
    const own = frame < 0 ? -1 : this.run.generatorOf[frame];
    return own >= 0 ? own : this.run.innermost(state.chain);
  }

  /** Down the chain to the innermost, then on to those that stand apart. */
  selectNext(forward) {
    const { state, frame } = this.view;
    const all = [
      ...state.chain,
      ...[...state.frames.keys()].filter((one) => !state.chain.includes(one)).sort((a, b) => a - b),
    ];
    const next = all[all.indexOf(frame) + (forward ? 1 : -1)];
    if (next !== undefined) this.select(next);
  }

  openGo() {
    const input = find("#go input");
    input.value = this.moment;
    find("#go").showModal();
    input.select();
  }
}

try {
  window.stillframe = new Page(await opened(find("#trace").textContent));
  document.documentElement.dataset.ready = "";
} catch (error) {
  setText(find("#failed"), `This page can't be shown: ${error.message}`);
  find("#failed").hidden = false;
  throw error;
}
